package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobPlan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many devices of a job are where, each counted once, whatever its attempts and rounds. */
record JobProgress(Map<JobDeviceState, Integer> counts) {
    public int waiting() {
        return of(JobDeviceState.WAITING);
    }

    public int open() {
        return of(JobDeviceState.OPEN);
    }

    public int succeeded() {
        return of(JobDeviceState.SUCCEEDED);
    }

    /** All that a retry would tell again. */
    public int failed() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().failed())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    public int cancelled() {
        return of(JobDeviceState.CANCELLED);
    }

    public int notTold() {
        return of(JobDeviceState.NOT_TOLD);
    }

    private int of(JobDeviceState state) {
        return counts.getOrDefault(state, 0);
    }

    /** Null where nothing more will come of the job by itself. */
    @Nullable String waitingFor(Job job) {
        String commands = open() + " commands that have not ended";
        return switch (job.state()) {
            case DRAFT -> job.twoPersons() ? "another person than who created it to start it" : "somebody to start it";
            case RUNNING ->
                waiting() == 0
                        ? commands
                        : "the turn of " + waiting() + " devices, " + rate(job.plan()) + ", and " + commands;
            case PAUSED -> "somebody to resume it" + (open() == 0 ? "" : ", and " + commands);
            case HALTED, CANCELLED -> open() == 0 ? null : commands;
            case COMPLETED -> null;
        };
    }

    private static String rate(JobPlan plan) {
        return plan.ratePerMinute() + " a minute at most";
    }
}
