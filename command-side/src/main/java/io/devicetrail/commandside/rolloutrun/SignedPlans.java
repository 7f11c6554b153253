package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.release.PlannedReleases;
import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.rollout.KnownRolloutPlan;
import io.devicetrail.domain.rollout.KnownRolloutPlans;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutRejection.PlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutRejection.RolloutPlanUnknown;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.PlanNotAsCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.PlanNotAsExpected;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signaturepolicy.PolicyStanding;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.SignaturesMissing;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The plan that a run is of, whether it is signed as its tenant asks (21 CFR 11.10(f)), and whether it keeps to what its
 * release is for: all as the log says now, as a release may be published or withdrawn after the plan was written.
 */
@Component
class SignedPlans {
    private final KnownRolloutPlans plans;
    private final RecordVersions versions;
    private final Standings standings;
    private final PlannedReleases releases;

    SignedPlans(KnownRolloutPlans plans, RecordVersions versions, Standings standings, PlannedReleases releases) {
        this.plans = plans;
        this.versions = versions;
        this.standings = standings;
        this.releases = releases;
    }

    /** The last revision, which is the one that who asks has seen. */
    KnownRolloutPlan requireSeen(TenantId tenant, RolloutPlanId id, int revision) {
        KnownRolloutPlan plan = plans.plan(id)
                .filter(known -> known.tenant().equals(tenant))
                .orElseThrow(() -> because(new RolloutPlanUnknown(id)));
        unless(!plan.withdrawn(), new PlanWithdrawn());
        unless(plan.revision() == revision, new PlanNotAsExpected(revision, plan.revision()));
        releases.requireSuited(tenant, plan.content());
        return plan;
    }

    Version version(RolloutPlanId plan) {
        return versions.of(record(plan)).orElseThrow(() -> because(new RolloutPlanUnknown(plan)));
    }

    /**
     * The signatures that make the plan complete; none where no policy asks for any. Both the version and the revision are
     * asked for, so that it does not matter whether the plan was revised between two reads, then or now.
     */
    List<SignatureId> requireSigned(RolloutCreated run) {
        Version version = version(run.plan());
        boolean same = version.hash().equals(run.planHash())
                && version.position() == run.planPosition()
                && plans.plan(run.plan())
                        .filter(known -> known.revision() == run.revision() && !known.withdrawn())
                        .isPresent();
        unless(same, new PlanNotAsCreated(run.revision()));
        releases.requireSuited(run.tenant(), run.content());
        return standings
                .policyFor(version)
                .map(policy -> standings.of(version, policy))
                .map(standing -> counted(version, standing))
                .orElse(List.of());
    }

    private static List<SignatureId> counted(Version version, PolicyStanding standing) {
        unless(standing.complete(), new SignaturesMissing(version.record(), standing.missing()));
        return standing.counted();
    }

    private static SignableRecord record(RolloutPlanId plan) {
        return SignableRecord.of(SignableKind.ROLLOUT_PLAN, plan.toString());
    }
}
