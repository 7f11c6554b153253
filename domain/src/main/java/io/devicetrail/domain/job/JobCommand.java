package io.devicetrail.domain.job;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about jobs: the first six by people, the others by the platform alone. */
public sealed interface JobCommand {
    JobId job();

    /**
     * Freezes the cohort. No device hears of it yet.
     *
     * @param askedHash of the cohort as it was asked for, see {@link JobCohorts.Cohort#hash}
     */
    record CreateJob(
            @TargetAggregateIdentifier JobId job, TenantId tenant, JobPlan plan, String askedHash, JobSelection cohort)
            implements JobCommand, RegulatedChange {
        public CreateJob {
            plan = plan.checked();
        }
    }

    /** @param expectedHash of the cohort that who starts it has seen */
    record StartJob(@TargetAggregateIdentifier JobId job, int expectedDevices, String expectedHash)
            implements JobCommand, RegulatedChange {
        public StartJob {
            expectedHash = Shape.text("expectedHash", expectedHash);
        }
    }

    record PauseJob(@TargetAggregateIdentifier JobId job) implements JobCommand, RegulatedChange {}

    record ResumeJob(@TargetAggregateIdentifier JobId job) implements JobCommand, RegulatedChange {}

    /** No more is handed out; the commands that are out go on. */
    record CancelJob(@TargetAggregateIdentifier JobId job) implements JobCommand, RegulatedChange {}

    /** A further round, with the devices that failed and no others. */
    record RetryFailedOfJob(@TargetAggregateIdentifier JobId job) implements JobCommand, RegulatedChange {}

    /** A tick: hands out as many as the rate permits. A tick that is not after the last one hands out nothing. */
    record HandOutJob(@TargetAggregateIdentifier JobId job, int round, long tick) implements JobCommand {}

    /**
     * Asked before each single command is sent. The answer is a {@link Telling}; nothing is recorded.
     *
     * @param tick by which the device was handed out; it may have been taken back, and handed out by another, since
     */
    record AskForJobDevice(@TargetAggregateIdentifier JobId job, int round, long tick, DeviceId device)
            implements JobCommand {}

    /** Whether a device is to be told its command. */
    enum Telling {
        /** Now. */
        TELL,
        /** The job hands out nothing more; it is taken back unless it was told before. */
        HOLD,
        /** Its outcome is on record, or it was taken back. */
        DONE
    }

    /**
     * The device was not told, and waits again; behind the others if it has no room for more commands itself.
     *
     * @param tick by which it was handed out; one that was handed out by another since is not taken back
     */
    record TakeBackJobDevice(@TargetAggregateIdentifier JobId job, int round, long tick, DeviceId device, String code)
            implements JobCommand {
        /** Code where the device itself has the most open commands that it may have. */
        public static final String DEVICE_FULL = "TOO_MANY_OPEN_COMMANDS_OF_DEVICE";
    }

    /** The device has ended in this round. Said twice it is the same. */
    record RecordJobOutcome(
            @TargetAggregateIdentifier JobId job,
            int round,
            DeviceId device,
            JobDeviceState outcome,
            @Nullable String code)
            implements JobCommand {}
}
