package io.devicetrail.queryside;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobPlan.AbortThresholds;
import io.devicetrail.domain.job.JobPlan.Cause;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.job.JobSelection.Exclusion;
import io.devicetrail.domain.job.JobState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Jobs of the history: one that halted and was retried, one that was given up then, a draft; and one of the rival's. */
final class JobHistory {
    static final JobId RETRIED = JobId.of(History.ACME, "ada", "job-1");
    /** Given up in its second round, before anybody was told again. */
    static final JobId GIVEN_UP = JobId.of(History.ACME, "ada", "job-3");

    static final JobId DRAFT = JobId.of(History.ACME, "ada", "job-2");

    private static final JobPlan PLAN =
            new JobPlan("rinse", new TreeMap<>(Map.of("seconds", 5)), null, 120, new AbortThresholds(50, null, 2));
    private static final String HASH = "0".repeat(64);
    private static final DeviceId UNSEEN = DeviceId.of(History.ACME, "Flow AG", "not projected");

    private JobHistory() {}

    static List<JobEvent> events() {
        List<DeviceId> cohort = List.of(History.SENSOR, History.SUCCESSOR, UNSEEN);
        List<DeviceId> both = List.of(History.SENSOR, History.SUCCESSOR);
        return List.of(
                created(RETRIED, cohort),
                new JobEvent.JobCohortListed(RETRIED, History.ACME, 1, cohort),
                new JobEvent.JobStarted(RETRIED, History.ACME, PLAN, 3, JobSelection.hash(cohort), false),
                new JobEvent.JobHandedOut(
                        RETRIED, History.ACME, 1, 1, List.of(History.SENSOR, History.SUCCESSOR), 1, 0),
                new JobEvent.JobDeviceEnded(
                        RETRIED, History.ACME, 1, History.SENSOR, JobDeviceState.SUCCEEDED, "DONE", 1),
                new JobEvent.JobDeviceEnded(
                        RETRIED, History.ACME, 1, History.SUCCESSOR, JobDeviceState.FAILED, "E17", 0),
                new JobEvent.JobHalted(RETRIED, History.ACME, JobState.RUNNING, Cause.FAILED_PERCENT, 1, 2, 1, 0),
                new JobEvent.JobRetried(RETRIED, History.ACME, PLAN, JobState.HALTED, 2, 1, false),
                new JobEvent.JobPaused(RETRIED, History.ACME),
                new JobEvent.JobResumed(RETRIED, History.ACME),
                new JobEvent.JobHandedOut(RETRIED, History.ACME, 2, 1, List.of(History.SUCCESSOR), 0, 0),
                new JobEvent.JobDeviceTakenBack(
                        RETRIED, History.ACME, 2, History.SUCCESSOR, "TOO_MANY_OPEN_COMMANDS", 0),
                created(DRAFT, List.of(History.SENSOR)),
                new JobEvent.JobCohortListed(DRAFT, History.ACME, 1, List.of(History.SENSOR)),
                created(GIVEN_UP, both),
                new JobEvent.JobCohortListed(GIVEN_UP, History.ACME, 1, both),
                new JobEvent.JobStarted(GIVEN_UP, History.ACME, PLAN, 2, JobSelection.hash(both), false),
                new JobEvent.JobHandedOut(GIVEN_UP, History.ACME, 1, 1, both, 0, 0),
                failed(History.SENSOR, 1),
                failed(History.SUCCESSOR, 0),
                new JobEvent.JobHalted(GIVEN_UP, History.ACME, JobState.RUNNING, Cause.FAILED_PERCENT, 2, 2, 0, 0),
                new JobEvent.JobRetried(GIVEN_UP, History.ACME, PLAN, JobState.HALTED, 2, 2, false),
                new JobEvent.JobHandedOut(GIVEN_UP, History.ACME, 2, 1, List.of(History.SENSOR), 1, 0),
                new JobEvent.JobCancelled(GIVEN_UP, History.ACME, JobState.RUNNING, 1, 1),
                new JobEvent.JobDeviceTakenBack(GIVEN_UP, History.ACME, 2, History.SENSOR, "JOB_NOT_RUNNING", 0));
    }

    static List<JobEvent> rival() {
        JobPlan secret = new JobPlan("secretly", new TreeMap<>(), null, 60, new AbortThresholds(null, 1, 1));
        List<DeviceId> cohort = List.of(Rival.AT_NORTH);
        return List.of(
                new JobEvent.JobCreated(
                        Rival.JOB,
                        Rival.RIVAL,
                        secret,
                        1,
                        JobSelection.hash(cohort),
                        new TreeMap<>(),
                        false,
                        "roy",
                        HASH),
                new JobEvent.JobCohortListed(Rival.JOB, Rival.RIVAL, 1, cohort));
    }

    private static JobEvent failed(DeviceId device, int open) {
        return new JobEvent.JobDeviceEnded(GIVEN_UP, History.ACME, 1, device, JobDeviceState.FAILED, "E18", open);
    }

    private static JobEvent created(JobId job, List<DeviceId> cohort) {
        return new JobEvent.JobCreated(
                job,
                History.ACME,
                PLAN,
                cohort.size(),
                JobSelection.hash(cohort),
                new TreeMap<>(Map.of(Exclusion.NOT_IN_SERVICE, 2)),
                true,
                History.ADA.toString(),
                HASH);
    }
}
