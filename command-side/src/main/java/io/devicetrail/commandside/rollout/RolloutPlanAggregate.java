package io.devicetrail.commandside.rollout;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.commandside.release.PlannedReleases;
import io.devicetrail.domain.rollout.RolloutCommand.DraftRolloutPlan;
import io.devicetrail.domain.rollout.RolloutCommand.ReviseRolloutPlan;
import io.devicetrail.domain.rollout.RolloutCommand.WithdrawRolloutPlan;
import io.devicetrail.domain.rollout.RolloutEvent;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanApplied;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutRejection.PlanRevisedSince;
import io.devicetrail.domain.rollout.RolloutRejection.PlanUnchanged;
import io.devicetrail.domain.rollout.RolloutRejection.PlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutRejection.TooManyRevisions;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.signature.RecordContents;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** All but {@code plan} is set by the draft, the first event of every plan. */
@Aggregate(type = "rollout")
class RolloutPlanAggregate {
    /** Most revisions: the page of a signature shows so many events, of which a withdrawal may be the last. */
    static final int MOST_REVISIONS = RecordContents.MOST_EVENTS - 1;

    @AggregateIdentifier
    private @Nullable RolloutPlanId plan;

    private RolloutPlanDrafted draft;
    private TenantId tenant;
    private RolloutPlan content;
    private int revision;
    private boolean withdrawn;

    @SuppressWarnings("NullAway.Init")
    RolloutPlanAggregate() {}

    /** The same draft again, by its idempotency key, is no second plan, whatever became of the first. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(DraftRolloutPlan c, References references, PlannedReleases releases) {
        if (plan != null) {
            unless(Drafts.same(c, draft), new KeyReused());
            return;
        }
        requireKnown(c.tenant(), c.content(), references);
        releases.requireSuited(c.tenant(), c.content());
        apply(new RolloutPlanDrafted(c.plan(), c.tenant(), c.content()));
    }

    /** Whole, not field by field: who signs reads what the author read. */
    @CommandHandler
    void handle(ReviseRolloutPlan c, References references, PlannedReleases releases) {
        unless(!withdrawn, new PlanWithdrawn());
        unless(c.expectedRevision() == revision, new PlanRevisedSince(c.expectedRevision(), revision));
        unless(!c.content().equals(content), new PlanUnchanged(revision));
        unless(revision < MOST_REVISIONS, new TooManyRevisions(MOST_REVISIONS));
        requireKnown(tenant, c.content(), references);
        releases.requireSuited(tenant, c.content());
        apply(new RolloutPlanRevised(c.plan(), tenant, revision + 1, content, c.content()));
    }

    @CommandHandler
    void handle(WithdrawRolloutPlan c) {
        unless(!withdrawn, new PlanWithdrawn());
        apply(new RolloutPlanWithdrawn(c.plan(), tenant, revision));
    }

    private static void requireKnown(TenantId tenant, RolloutPlan plan, References references) {
        references.requireSites(tenant, plan.cohort().sites());
        references.requireModelVersions(tenant, plan.model(), plan.modelVersions());
    }

    @EventSourcingHandler
    void evolve(RolloutEvent event) {
        plan = event.plan();
        switch (event) {
            case RolloutPlanDrafted e -> {
                draft = e;
                tenant = e.tenant();
                content = e.content();
                revision = 1;
            }
            case RolloutPlanRevised e -> {
                content = e.to();
                revision = e.revision();
            }
            case RolloutPlanWithdrawn e -> withdrawn = true;
            case RolloutPlanApplied e -> {}
        }
    }
}
