package io.devicetrail.domain.job;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobPlan.Cause;
import io.devicetrail.domain.job.JobSelection.Exclusion;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.SortedMap;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to jobs. */
public sealed interface JobEvent {
    JobId job();

    TenantId tenant();

    /**
     * Drafted, with its cohort, which follows in parts.
     *
     * @param cohortHash of all devices, see {@link JobSelection#hash}
     * @param twoPersons whether another person than {@code createdBy} has to start it
     * @param createdBy id of who drafted it
     * @param askedHash of the cohort as it was asked for, see {@link JobCohorts.Cohort#hash}
     */
    @Revision("1")
    record JobCreated(
            JobId job,
            TenantId tenant,
            JobPlan plan,
            int devices,
            String cohortHash,
            SortedMap<Exclusion, Integer> excluded,
            boolean twoPersons,
            String createdBy,
            String askedHash)
            implements JobEvent {}

    /** Stored with the draft, or not at all. */
    @Revision("1")
    record JobCohortListed(JobId job, TenantId tenant, int part, List<DeviceId> devices) implements JobEvent {
        /** Most devices of one part, so that the event stays of a size that is read at once. */
        public static final int MOST_OF_PART = 1_000;
    }

    /** @param agreed whether two persons stand behind it, one who drafted and another who started it */
    @Revision("1")
    record JobStarted(JobId job, TenantId tenant, JobPlan plan, int devices, String cohortHash, boolean agreed)
            implements JobEvent {}

    @Revision("1")
    record JobPaused(JobId job, TenantId tenant) implements JobEvent {}

    @Revision("1")
    record JobResumed(JobId job, TenantId tenant) implements JobEvent {}

    /**
     * Given up.
     *
     * @param left devices that were not told and will not be
     * @param open commands that are out and go on
     */
    @Revision("1")
    record JobCancelled(JobId job, TenantId tenant, JobState from, int left, int open) implements JobEvent {}

    /**
     * A further round begins.
     *
     * @param devices how many failed in the round before; they wait again
     */
    @Revision("1")
    record JobRetried(JobId job, TenantId tenant, JobPlan plan, JobState from, int round, int devices, boolean agreed)
            implements JobEvent {}

    /**
     * These devices are to be told now.
     *
     * @param left that wait after these
     * @param leftWithoutRoom those of them that had no room for a command when their turn came
     */
    @Revision("2")
    record JobHandedOut(
            JobId job, TenantId tenant, int round, long tick, List<DeviceId> devices, int left, int leftWithoutRoom)
            implements JobEvent {}

    /**
     * It was not told, and waits again unless the job is over.
     *
     * @param open that are handed out after this one
     */
    @Revision("1")
    record JobDeviceTakenBack(JobId job, TenantId tenant, int round, DeviceId device, String code, int open)
            implements JobEvent {}

    /**
     * @param code that of the device, or why it was not told
     * @param open that are handed out after this one
     */
    @Revision("1")
    record JobDeviceEnded(
            JobId job,
            TenantId tenant,
            int round,
            DeviceId device,
            JobDeviceState outcome,
            @Nullable String code,
            int open)
            implements JobEvent {}

    /**
     * A threshold is reached. Stored with the end of the device that reached it: nothing is handed out after that.
     *
     * @param failed devices of the round
     * @param ended devices of the round
     * @param left devices that were not told and will not be in this round
     * @param open commands that are out and go on
     */
    @Revision("1")
    record JobHalted(JobId job, TenantId tenant, JobState from, Cause cause, int failed, int ended, int left, int open)
            implements JobEvent {}

    /** Every device of the round has ended. */
    @Revision("1")
    record JobCompleted(JobId job, TenantId tenant, JobState from, int failed, int ended) implements JobEvent {}
}
