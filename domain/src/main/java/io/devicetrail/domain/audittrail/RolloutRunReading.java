package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads events of rollouts: each device that said something is a field of its own. A list of devices is told by its length;
 * the devices are in the event itself.
 */
final class RolloutRunReading {
    static final String RECORD = "rollout";

    private static final String STATE = "state";
    private static final String ROUND = "round";
    private static final String WAVE = "wave";
    private static final String CAUSE = "cause";
    private static final String NOT_OFFERED = "notOffered";

    private RolloutRunReading() {}

    static List<FieldChange> changesOf(RolloutRunEvent event) {
        return switch (event) {
            case RolloutRunEvent.RolloutCreated e ->
                AuditReading.created(
                        STATE,
                        RolloutRunState.CREATED,
                        "plan",
                        e.plan(),
                        "revision",
                        e.revision(),
                        "planHash",
                        e.planHash(),
                        "release.sha256",
                        e.content().release().sha256(),
                        "devices",
                        e.devices(),
                        "cohortHash",
                        e.cohortHash(),
                        "seed",
                        e.seed(),
                        "waves",
                        e.waves());
            case RolloutRunEvent.RolloutCohortListed e ->
                List.of(FieldChange.of(
                        "cohort part " + e.part(), null, e.devices().size()));
            case RolloutRunEvent.RolloutStarted e ->
                List.of(
                        FieldChange.of(STATE, RolloutRunState.CREATED, RolloutRunState.RUNNING),
                        FieldChange.of(ROUND, null, 1),
                        FieldChange.of(WAVE, null, 1),
                        FieldChange.of("signatures", null, e.signatures()));
            case RolloutRunEvent.RolloutOffered e ->
                List.of(
                        FieldChange.of(
                                "offered at " + e.tick() + " of round " + e.round(),
                                null,
                                e.devices().size()),
                        FieldChange.of("waiting", e.left() + e.devices().size(), e.left()));
            case RolloutRunEvent.RolloutOffersTakenBack e ->
                e.devices().stream()
                        .map(device -> FieldChange.of(
                                device(device, e.round()), RolloutDeviceState.OFFERED, "taken back " + e.code()))
                        .toList();
            case RolloutRunEvent.RolloutDevicesLeftOut e ->
                e.devices().stream()
                        .map(device -> FieldChange.of(
                                device(device, e.round()), RolloutDeviceState.OFFERED, "left out " + e.why()))
                        .toList();
            case RolloutRunEvent.RolloutReported e ->
                e.devices().stream().map(RolloutRunReading::reported).toList();
            case RolloutRunEvent.RolloutDevicesTimedOut e ->
                e.devices().stream()
                        .map(silent -> FieldChange.of(
                                device(silent.device(), silent.attempt()),
                                silent.from(),
                                RolloutDeviceState.TIMED_OUT + " code " + silent.code() + ", silent since "
                                        + silent.since()))
                        .toList();
            case RolloutRunEvent.RolloutDeviceSkipped e ->
                List.of(FieldChange.of(device(e.device(), e.round()), e.from(), e.to()));
            case RolloutRunEvent.RolloutWaveEnded e ->
                List.of(
                        FieldChange.of(STATE, RolloutRunState.RUNNING, RolloutRunState.SOAKING),
                        FieldChange.of("failed of wave " + e.wave(), null, e.failed() + " of " + e.devices()),
                        FieldChange.of("soakUntil", null, e.soakUntil()));
            case RolloutRunEvent.RolloutWaveBegun e ->
                List.of(FieldChange.of(WAVE, e.from(), e.wave()), FieldChange.of("byHand", null, e.byHand()));
            case RolloutRunEvent.RolloutPaused e ->
                List.of(
                        FieldChange.of(STATE, e.from(), RolloutRunState.PAUSED),
                        FieldChange.of(CAUSE, null, e.cause()));
            case RolloutRunEvent.RolloutResumed e -> List.of(FieldChange.of(STATE, RolloutRunState.PAUSED, e.to()));
            case RolloutRunEvent.RolloutHalted e -> halted(e);
            case RolloutRunEvent.RolloutAborted e ->
                List.of(
                        FieldChange.of(STATE, e.from(), RolloutRunState.ABORTED),
                        FieldChange.of(CAUSE, null, e.cause()),
                        FieldChange.of(NOT_OFFERED, null, e.left()));
            case RolloutRunEvent.RolloutRetried e ->
                List.of(
                        FieldChange.of(STATE, e.from(), RolloutRunState.RUNNING),
                        FieldChange.of(ROUND, e.round() - 1, e.round()),
                        FieldChange.of(WAVE, null, e.wave()),
                        FieldChange.of("retriedDevices", null, e.devices()));
            case RolloutRunEvent.RolloutCompleted e ->
                List.of(
                        FieldChange.of(STATE, RolloutRunState.SOAKING, RolloutRunState.COMPLETED),
                        FieldChange.of("verified", null, e.verified()),
                        FieldChange.of("failed", null, e.failed()),
                        FieldChange.of("skipped", null, e.skipped()),
                        FieldChange.of(NOT_OFFERED, null, e.notOffered()));
        };
    }

    private static List<FieldChange> halted(RolloutRunEvent.RolloutHalted e) {
        List<FieldChange> changes = new ArrayList<>();
        changes.add(FieldChange.of(STATE, e.from(), RolloutRunState.HALTED));
        changes.add(FieldChange.of(CAUSE, null, e.cause()));
        changes.add(FieldChange.of("failed of wave " + e.wave(), null, e.failedOfWave() + " of " + e.waveDevices()));
        if (e.failedOfLast() != null) {
            changes.add(FieldChange.of("failed of the last devices of wave " + e.wave(), null, e.failedOfLast()));
        }
        changes.add(FieldChange.of("failed", null, e.failed()));
        changes.add(FieldChange.of(NOT_OFFERED, null, e.left()));
        return changes;
    }

    /** What did not count is told by its outcome, and what the device said, beside where it stays. */
    private static FieldChange reported(ReportedDevice report) {
        StringBuilder to = new StringBuilder(report.to().name());
        if (report.outcome() != ReportOutcome.COUNTED || report.said() != report.to()) {
            to.append(" (")
                    .append(report.outcome())
                    .append(", said ")
                    .append(report.said())
                    .append(')');
        }
        if (report.version() != null) {
            to.append(" version ").append(report.version());
        }
        if (report.code() != null) {
            to.append(" code ").append(report.code());
        }
        return FieldChange.of(device(report.device(), report.attempt()), report.from(), to.toString());
    }

    private static String device(Object device, int attempt) {
        return "device " + device + " by attempt " + attempt;
    }
}
