package io.devicetrail.queryside;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rollouts of the history: one that halted and goes on, one that was given up, one that is paused, one only created. */
final class RolloutHistory {
    static final RolloutRunId RETRIED = RolloutRunId.of(History.ACME, "ada", "rollout-1");
    /** Given up in its second round, before the device was told again. */
    static final RolloutRunId GIVEN_UP = RolloutRunId.of(History.ACME, "ada", "rollout-2");
    /** While it soaked. */
    static final RolloutRunId PAUSED = RolloutRunId.of(History.ACME, "ada", "rollout-3");

    static final RolloutRunId CREATED = RolloutRunId.of(History.ACME, "ada", "rollout-4");
    static final SignatureId SIGNATURE = new SignatureId(new UUID(9, 9));
    static final Instant AT = Instant.parse("2026-11-20T12:00:00.5Z");

    private static final DeviceId UNSEEN = DeviceId.of(History.ACME, "Flow AG", "not projected");
    private static final String HASH = "0".repeat(64);

    private RolloutHistory() {}

    static List<RolloutRunEvent> events() {
        List<RolloutRunEvent> events = new ArrayList<>();
        events.addAll(retried());
        events.addAll(givenUp());
        events.addAll(paused());
        events.addAll(created(CREATED, History.ACME, PlanHistory.SIGNED, List.of(History.SENSOR)));
        return events;
    }

    private static List<RolloutRunEvent> retried() {
        List<RolloutRunEvent> events = new ArrayList<>(created(
                RETRIED,
                History.ACME,
                PlanHistory.SIGNED,
                List.of(History.SENSOR, History.SUCCESSOR, History.GATEWAY, UNSEEN)));
        events.addAll(List.of(
                started(RETRIED),
                new RolloutOffered(RETRIED, History.ACME, 1, 1, 1, List.of(History.SENSOR), 0),
                reported(
                        RETRIED,
                        1,
                        said(History.SENSOR, 1, RolloutDeviceState.OFFERED, RolloutDeviceState.DOWNLOADING, null, null),
                        said(
                                History.SENSOR,
                                1,
                                RolloutDeviceState.DOWNLOADING,
                                RolloutDeviceState.INSTALLED,
                                null,
                                null),
                        said(
                                History.SENSOR,
                                1,
                                RolloutDeviceState.INSTALLED,
                                RolloutDeviceState.VERIFIED,
                                "3.0",
                                null)),
                new RolloutWaveEnded(RETRIED, History.ACME, 1, 1, 1, 0, AT, AT.plusSeconds(3600)),
                new RolloutWaveBegun(RETRIED, History.ACME, 1, 1, 2, false),
                new RolloutOffered(RETRIED, History.ACME, 1, 2, 2, List.of(History.SUCCESSOR, History.GATEWAY), 1),
                new RolloutOffersTakenBack(RETRIED, History.ACME, 1, List.of(History.GATEWAY), "BROKER_BUSY"),
                reported(
                        RETRIED,
                        1,
                        said(History.SUCCESSOR, 1, RolloutDeviceState.OFFERED, RolloutDeviceState.FAILED, null, "E17"),
                        contradictory(History.SENSOR)),
                new RolloutHalted(
                        RETRIED,
                        History.ACME,
                        RolloutRunState.RUNNING,
                        RolloutStopCause.FAILED_DEVICES,
                        2,
                        1,
                        3,
                        1,
                        2,
                        0),
                new RolloutRetried(RETRIED, History.ACME, RolloutRunState.HALTED, 2, 2, 1),
                new RolloutOffered(RETRIED, History.ACME, 2, 2, 1, List.of(History.SUCCESSOR), 0),
                reported(
                        RETRIED,
                        2,
                        said(
                                History.SUCCESSOR,
                                2,
                                RolloutDeviceState.OFFERED,
                                RolloutDeviceState.DOWNLOADING,
                                null,
                                null))));
        return events;
    }

    private static List<RolloutRunEvent> givenUp() {
        List<DeviceId> sensor = List.of(History.SENSOR);
        List<RolloutRunEvent> events = new ArrayList<>(created(GIVEN_UP, History.ACME, PlanHistory.REVISED, sensor));
        events.addAll(List.of(
                started(GIVEN_UP),
                new RolloutOffered(GIVEN_UP, History.ACME, 1, 1, 1, sensor, 0),
                reported(
                        GIVEN_UP,
                        1,
                        said(History.SENSOR, 1, RolloutDeviceState.OFFERED, RolloutDeviceState.FAILED, null, "E18")),
                new RolloutHalted(
                        GIVEN_UP,
                        History.ACME,
                        RolloutRunState.RUNNING,
                        RolloutStopCause.FAILED_PERCENT,
                        1,
                        1,
                        1,
                        1,
                        0,
                        0),
                new RolloutRetried(GIVEN_UP, History.ACME, RolloutRunState.HALTED, 2, 1, 1),
                new RolloutOffered(GIVEN_UP, History.ACME, 2, 1, 1, sensor, 0),
                new RolloutAborted(GIVEN_UP, History.ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON, 0, 1),
                new RolloutOffersTakenBack(GIVEN_UP, History.ACME, 2, sensor, "ROLLOUT_NOT_RUNNING"),
                new RolloutRunEvent.RolloutDevicesLeftOut(GIVEN_UP, History.ACME, 2, sensor, Unfit.SITE_UNFIT)));
        return events;
    }

    private static List<RolloutRunEvent> paused() {
        List<DeviceId> both = List.of(History.SENSOR, History.SUCCESSOR);
        List<RolloutRunEvent> events = new ArrayList<>(created(PAUSED, History.ACME, PlanHistory.SIGNED, both));
        events.addAll(List.of(
                started(PAUSED),
                new RolloutOffered(PAUSED, History.ACME, 1, 1, 1, List.of(History.SENSOR), 0),
                new RolloutRunEvent.RolloutDeviceSkipped(
                        PAUSED,
                        History.ACME,
                        1,
                        History.SENSOR,
                        RolloutDeviceState.OFFERED,
                        RolloutDeviceState.SKIPPED),
                new RolloutWaveEnded(PAUSED, History.ACME, 1, 1, 1, 0, AT, AT.plusSeconds(3600)),
                new RolloutPaused(PAUSED, History.ACME, RolloutRunState.SOAKING, RolloutStopCause.PERSON)));
        return events;
    }

    static List<RolloutRunEvent> created(
            RolloutRunId run, TenantId tenant, RolloutPlanId plan, List<DeviceId> devices) {
        var content = PlanHistory.plan(tenant.equals(Rival.RIVAL) ? "Secret plan" : "First", History.PT100, List.of());
        return List.of(
                new RolloutCreated(
                        run,
                        tenant,
                        plan,
                        1,
                        HASH,
                        7,
                        content,
                        devices.size(),
                        FrozenCohort.hash(devices),
                        "42",
                        FrozenCohort.waves(devices.size(), content.waves()),
                        "ada"),
                new RolloutCohortListed(run, tenant, 1, devices));
    }

    private static RolloutStarted started(RolloutRunId run) {
        return new RolloutStarted(run, History.ACME, PlanHistory.SIGNED, 1, HASH, HASH, HASH, List.of(SIGNATURE));
    }

    private static RolloutReported reported(RolloutRunId run, int round, ReportedDevice... devices) {
        return new RolloutReported(run, History.ACME, round, List.of(devices), 0);
    }

    private static ReportedDevice said(
            DeviceId device,
            int attempt,
            RolloutDeviceState from,
            RolloutDeviceState to,
            @Nullable String version,
            @Nullable String code) {
        return new ReportedDevice(device, attempt, from, to, to, ReportOutcome.COUNTED, version, code, AT);
    }

    private static ReportedDevice contradictory(DeviceId device) {
        return new ReportedDevice(
                device,
                1,
                RolloutDeviceState.VERIFIED,
                RolloutDeviceState.REFUSED,
                RolloutDeviceState.VERIFIED,
                ReportOutcome.CONTRADICTORY,
                null,
                "NOT_BELIEVED",
                AT);
    }
}
