package io.devicetrail.commandside.release;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.release.SoftwareReleaseCommand.PublishSoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseCommand.WithdrawSoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseEvent;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleaseWithdrawn;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.release.SoftwareReleaseRejection.SoftwareReleaseExists;
import io.devicetrail.domain.release.SoftwareReleaseRejection.SoftwareReleaseWithdrawnBefore;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** All but {@code release} is set by the publication, the first event of every release. */
@Aggregate(type = "release")
class SoftwareReleaseAggregate {
    @AggregateIdentifier
    private @Nullable SoftwareReleaseId release;

    private TenantId tenant;
    private boolean withdrawn;

    @SuppressWarnings("NullAway.Init")
    SoftwareReleaseAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(PublishSoftwareRelease c, References references) {
        unless(
                release == null,
                new SoftwareReleaseExists(c.content().name(), c.content().version()));
        references.requireTenant(c.tenant());
        references.requireArtifact(c.tenant(), c.content().artifact());
        references.requireModelVersions(
                c.tenant(), c.content().model(), c.content().modelVersions());
        apply(new SoftwareReleasePublished(c.release(), c.tenant(), c.content()));
    }

    @CommandHandler
    void handle(WithdrawSoftwareRelease c) {
        unless(!withdrawn, new SoftwareReleaseWithdrawnBefore());
        apply(new SoftwareReleaseWithdrawn(c.release(), tenant));
    }

    @EventSourcingHandler
    void evolve(SoftwareReleaseEvent event) {
        release = event.release();
        tenant = event.tenant();
        switch (event) {
            case SoftwareReleasePublished e -> withdrawn = false;
            case SoftwareReleaseWithdrawn e -> withdrawn = true;
        }
    }
}
