package io.devicetrail.commandside.release;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.release.KnownSoftwareReleases;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.ReleaseFit;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutRejection.ReleaseWithdrawn;
import io.devicetrail.domain.tenant.TenantId;
import org.springframework.stereotype.Component;

/** By the release's own stream, whose id follows from tenant, name and version. */
@Component
class LoggedPlannedReleases implements PlannedReleases {
    private final KnownRecords records;
    private final KnownSoftwareReleases releases;

    LoggedPlannedReleases(KnownRecords records, KnownSoftwareReleases releases) {
        this.records = records;
        this.releases = releases;
    }

    @Override
    public void requireSuited(TenantId tenant, RolloutPlan plan) {
        Release release = plan.release();
        SoftwareReleaseId id = SoftwareReleaseId.of(tenant, release.name(), release.version());
        records.softwareRelease(id).ifPresent(published -> {
            unless(releases.published(id).isPresent(), new ReleaseWithdrawn(release.name() + " " + release.version()));
            ReleaseFit.objection(plan, published.content()).ifPresent(why -> {
                throw because(why);
            });
        });
    }
}
