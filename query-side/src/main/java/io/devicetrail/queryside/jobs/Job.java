package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobPlan.AbortThresholds;
import io.devicetrail.domain.job.JobState;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job.
 *
 * @param excluded by why they were left out, how many
 * @param cause why it halted
 * @param position log index of the last event that is in it
 */
public record Job(
        UUID jobId,
        String tenant,
        JobState state,
        int round,
        JobPlan plan,
        int deviceCount,
        String cohortHash,
        Map<String, Object> excludedCounts,
        boolean twoPersons,
        String createdBy,
        Instant createdAt,
        @Nullable String startedBy,
        @Nullable Instant startedAt,
        @Nullable String haltedBecause,
        Instant changedAt,
        long createdPosition,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "Job";

    public String id() {
        return GlobalId.of(TYPE, jobId);
    }

    public String command() {
        return plan.command();
    }

    public Map<String, Object> arguments() {
        return plan.arguments();
    }

    public @Nullable Integer timeoutSeconds() {
        return plan.timeoutSeconds();
    }

    public int ratePerMinute() {
        return plan.ratePerMinute();
    }

    public AbortThresholds abort() {
        return plan.abort();
    }

    public List<Excluded> excluded() {
        return Excluded.of(excludedCounts);
    }
}
