package io.devicetrail.domain.catalogue;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** Of the samples, those of runs of rollout plans. */
final class RolloutRunSamples {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final DeviceId OTHER = DeviceId.of(ACME, "Flow AG", "P-2");
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada.l");
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String COHORT = "1".repeat(64);
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123456Z");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(ACME, "ada", "1");
    private static final RolloutRunId RUN = RolloutRunId.of(ACME, "ada", "1");
    private static final RolloutPlan CONTENT = new RolloutPlan(
            "Pumps to 2.1 – März",
            new Release("flow-firmware", "2.1.0", HASH, 4_711_000),
            DeviceModelId.of(ACME, "Flow AG", "P100"),
            List.of(1, 2),
            new Cohort(List.of(), List.of("A"), new TreeMap<>()),
            List.of(new Wave(10, 1440), new Wave(100, 0)),
            new StopThresholds(5, 3),
            60,
            false);

    private RolloutRunSamples() {}

    static List<RolloutRunEvent> all() {
        SignableRecord signed = SignableRecord.of(SignableKind.ROLLOUT_PLAN, PLAN.toString());
        return List.of(
                new RolloutRunEvent.RolloutCreated(
                        RUN, ACME, PLAN, 2, HASH, 4711, CONTENT, 2, COHORT, "seed – 1", List.of(1, 1), ADA.toString()),
                new RolloutRunEvent.RolloutCohortListed(RUN, ACME, 1, List.of(PUMP, OTHER)),
                new RolloutRunEvent.RolloutStarted(
                        RUN,
                        ACME,
                        PLAN,
                        2,
                        HASH,
                        COHORT,
                        HASH,
                        List.of(SignatureId.of(signed, HASH, ADA, SignatureMeaning.APPROVAL))),
                new RolloutRunEvent.RolloutOffered(RUN, ACME, 1, 1, 7, List.of(PUMP), 0),
                new RolloutRunEvent.RolloutOffersTakenBack(RUN, ACME, 1, List.of(PUMP), "ROLLOUT_NOT_RUNNING"),
                new RolloutRunEvent.RolloutDevicesLeftOut(RUN, ACME, 1, List.of(PUMP), Unfit.SITE_UNFIT),
                new RolloutRunEvent.RolloutReported(
                        RUN,
                        ACME,
                        1,
                        List.of(
                                new ReportedDevice(
                                        PUMP,
                                        1,
                                        RolloutDeviceState.INSTALLED,
                                        RolloutDeviceState.VERIFIED,
                                        RolloutDeviceState.VERIFIED,
                                        ReportOutcome.COUNTED,
                                        "2.1.0",
                                        null,
                                        AT),
                                new ReportedDevice(
                                        OTHER,
                                        1,
                                        RolloutDeviceState.DOWNLOADING,
                                        RolloutDeviceState.FAILED,
                                        RolloutDeviceState.FAILED,
                                        ReportOutcome.COUNTED,
                                        null,
                                        "E17",
                                        AT)),
                        0),
                new RolloutRunEvent.RolloutDevicesTimedOut(
                        RUN,
                        ACME,
                        1,
                        List.of(new SilentDevice(PUMP, 1, RolloutDeviceState.INSTALLED, AT)),
                        0,
                        AT.plusSeconds(3_600)),
                new RolloutRunEvent.RolloutDeviceSkipped(
                        RUN, ACME, 1, OTHER, RolloutDeviceState.OFFERED, RolloutDeviceState.SKIPPED),
                new RolloutRunEvent.RolloutWaveEnded(RUN, ACME, 1, 1, 1, 0, AT, AT.plusSeconds(86_400)),
                new RolloutRunEvent.RolloutWaveBegun(RUN, ACME, 1, 1, 2, true),
                new RolloutRunEvent.RolloutPaused(RUN, ACME, RolloutRunState.SOAKING, RolloutStopCause.PERSON),
                new RolloutRunEvent.RolloutResumed(RUN, ACME, RolloutRunState.SOAKING),
                new RolloutRunEvent.RolloutHalted(
                        RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_PERCENT, 2, 1, 1, 1, 0, 0),
                new RolloutRunEvent.RolloutAborted(RUN, ACME, RolloutRunState.PAUSED, RolloutStopCause.PERSON, 1, 1),
                new RolloutRunEvent.RolloutRetried(RUN, ACME, RolloutRunState.HALTED, 2, 2, 1),
                new RolloutRunEvent.RolloutCompleted(RUN, ACME, 2, 1, 0, 1, 3));
    }
}
