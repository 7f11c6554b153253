package io.devicetrail.audit.trail;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import io.devicetrail.domain.rolloutrun.Stratum;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;

/** Of every event, those of a run of a rollout plan, with all that they may leave out. */
final class RolloutRunEvents {
    private static final String HASH = "0".repeat(64);

    private RolloutRunEvents() {}

    static List<RolloutRunEvent> of(TenantId tenant, DeviceId pump, RolloutPlan content, Instant then) {
        RolloutRunId run = RolloutRunId.of(tenant, "ada", "1");
        RolloutPlanId plan = RolloutPlanId.of(tenant, "ada", "1");
        ReportedDevice contradictory = new ReportedDevice(
                pump,
                1,
                RolloutDeviceState.FAILED,
                RolloutDeviceState.VERIFIED,
                RolloutDeviceState.FAILED,
                ReportOutcome.CONTRADICTORY,
                "2.1",
                "=E17",
                then);
        return List.of(
                new RolloutRunEvent.RolloutCreated(
                        run, tenant, plan, 2, HASH, 9, content, 1, HASH, "=seed", List.of(1, 0), "ada"),
                new RolloutRunEvent.RolloutCohortListed(
                        run,
                        tenant,
                        1,
                        List.of(pump),
                        List.of("Europe/Zurich"),
                        List.of(new Stratum(SiteId.of(tenant, "basel"), null, "=A"))),
                new RolloutRunEvent.RolloutStarted(run, tenant, plan, 2, HASH, HASH, HASH, List.of()),
                new RolloutRunEvent.RolloutOffered(run, tenant, 1, 1, 7, List.of(pump), 0),
                new RolloutRunEvent.RolloutOffersTakenBack(run, tenant, 1, List.of(pump), "=GONE"),
                new RolloutRunEvent.RolloutDevicesLeftOut(run, tenant, 1, List.of(pump), Unfit.NOT_IN_SERVICE),
                new RolloutRunEvent.RolloutReported(run, tenant, 1, List.of(contradictory), 0),
                new RolloutRunEvent.RolloutDevicesTimedOut(
                        run, tenant, 1, List.of(new SilentDevice(pump, 1, RolloutDeviceState.OFFERED, then)), 0, then),
                new RolloutRunEvent.RolloutDeviceSkipped(
                        run, tenant, 1, pump, RolloutDeviceState.OFFERED, RolloutDeviceState.SKIPPED),
                new RolloutRunEvent.RolloutWaveEnded(run, tenant, 1, 1, 1, 0, then, then.plusSeconds(60)),
                new RolloutRunEvent.RolloutWaveBegun(run, tenant, 1, 1, 2, false),
                new RolloutRunEvent.RolloutPaused(run, tenant, RolloutRunState.RUNNING, RolloutStopCause.PERSON),
                new RolloutRunEvent.RolloutResumed(run, tenant, RolloutRunState.RUNNING),
                new RolloutRunEvent.RolloutHalted(
                        run, tenant, RolloutRunState.PAUSED, RolloutStopCause.FAILED_OF_LAST, 1, 1, 1, 1, 0, 0, 1),
                new RolloutRunEvent.RolloutAborted(run, tenant, RolloutRunState.CREATED, RolloutStopCause.PERSON, 1, 0),
                new RolloutRunEvent.RolloutRetried(run, tenant, RolloutRunState.HALTED, 2, 1, 1),
                new RolloutRunEvent.RolloutCompleted(run, tenant, 2, 1, 0, 0, 1));
    }
}
