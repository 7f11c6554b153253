package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.job.JobState;
import java.util.ArrayList;
import java.util.List;

/** Reads events of jobs. A list of devices is told by its length and its hash; the devices are in the event itself. */
final class JobReading {
    static final String RECORD = "job";

    private static final String STATE = "state";
    private static final String ROUND = "round";

    private JobReading() {}

    static List<FieldChange> changesOf(JobEvent event) {
        return switch (event) {
            case JobEvent.JobCreated e -> created(e);
            case JobEvent.JobCohortListed e ->
                List.of(
                        FieldChange.of(
                                "cohort part " + e.part(), null, e.devices().size()),
                        FieldChange.of("cohort part " + e.part() + " sha256", null, JobSelection.hash(e.devices())));
            case JobEvent.JobStarted e ->
                List.of(
                        FieldChange.of(STATE, JobState.DRAFT, JobState.RUNNING),
                        FieldChange.of(ROUND, null, 1),
                        FieldChange.of("agreedByTwo", null, e.agreed()));
            case JobEvent.JobPaused e -> List.of(FieldChange.of(STATE, JobState.RUNNING, JobState.PAUSED));
            case JobEvent.JobResumed e -> List.of(FieldChange.of(STATE, JobState.PAUSED, JobState.RUNNING));
            case JobEvent.JobCancelled e ->
                List.of(FieldChange.of(STATE, e.from(), JobState.CANCELLED), FieldChange.of("notTold", null, e.left()));
            case JobEvent.JobRetried e ->
                List.of(
                        FieldChange.of(STATE, e.from(), JobState.RUNNING),
                        FieldChange.of(ROUND, e.round() - 1, e.round()),
                        FieldChange.of("retriedDevices", null, e.devices()),
                        FieldChange.of("agreedByTwo", null, e.agreed()));
            case JobEvent.JobHandedOut e ->
                List.of(
                        FieldChange.of("handedOut at " + e.tick() + " of round " + e.round(), null, e.devices()),
                        FieldChange.of("waiting", e.left() + e.devices().size(), e.left()));
            case JobEvent.JobDeviceTakenBack e ->
                List.of(FieldChange.of(
                        device(e.device(), e.round()), JobDeviceState.OPEN, JobDeviceState.WAITING + " " + e.code()));
            case JobEvent.JobDeviceEnded e ->
                List.of(FieldChange.of(
                        device(e.device(), e.round()),
                        JobDeviceState.OPEN,
                        e.code() == null ? e.outcome() : e.outcome() + " " + e.code()));
            case JobEvent.JobHalted e ->
                List.of(
                        FieldChange.of(STATE, e.from(), JobState.HALTED),
                        FieldChange.of("cause", null, e.cause()),
                        FieldChange.of("failed", null, e.failed() + " of " + e.ended()),
                        FieldChange.of("notTold", null, e.left()));
            case JobEvent.JobCompleted e ->
                List.of(
                        FieldChange.of(STATE, e.from(), JobState.COMPLETED),
                        FieldChange.of("failed", null, e.failed() + " of " + e.ended()));
        };
    }

    private static String device(Object device, int round) {
        return "device " + device + " in round " + round;
    }

    private static List<FieldChange> created(JobEvent.JobCreated e) {
        JobPlan plan = e.plan();
        List<FieldChange> changes = new ArrayList<>(AuditReading.created(
                STATE,
                JobState.DRAFT,
                "command",
                plan.command(),
                "arguments",
                plan.arguments(),
                "timeoutSeconds",
                plan.timeoutSeconds(),
                "ratePerMinute",
                plan.ratePerMinute(),
                "abort.failedPercent",
                plan.abort().failedPercent(),
                "abort.failedCount",
                plan.abort().failedCount(),
                "abort.minimumSample",
                plan.abort().minimumSample(),
                "devices",
                e.devices(),
                "cohortHash",
                e.cohortHash(),
                "twoPersons",
                e.twoPersons()));
        e.excluded().forEach((why, devices) -> changes.add(FieldChange.of("excluded." + why, null, devices)));
        return changes;
    }
}
