package io.devicetrail.domain.command;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to a command. Every event names the device, so that its history can be read by device. */
public sealed interface CommandEvent {
    CommandId command();

    DeviceId device();

    /**
     * Asked for, as the device's model had it at that moment; what becomes of the model later changes nothing here.
     *
     * @param timeoutSeconds for the whole command, all attempts included
     * @param retry null if the device is told once
     */
    @Revision("2")
    record CommandRequested(
            CommandId command,
            TenantId tenant,
            DeviceId device,
            String name,
            SortedMap<String, Object> arguments,
            int timeoutSeconds,
            CommandClass commandClass,
            @Nullable RetryPolicy retry,
            boolean twoPersons)
            implements CommandEvent {
        /** An operation, told once, that one person requests. */
        public CommandRequested(
                CommandId command,
                TenantId tenant,
                DeviceId device,
                String name,
                SortedMap<String, Object> arguments,
                int timeoutSeconds) {
            this(command, tenant, device, name, arguments, timeoutSeconds, CommandClass.OPERATION, null, false);
        }
    }

    /**
     * It is not sent before it is signed. Stored with its request, or not at all.
     *
     * @param policy as it was at the request; what becomes of the tenant's policy later changes nothing here
     * @param until when it is given up if it is not released
     */
    @Revision("1")
    record CommandHeld(CommandId command, DeviceId device, SignaturePolicy policy, Instant until)
            implements CommandEvent {}

    /** It is signed as the policy asks, and goes on as any request does; its time-out runs from now. */
    @Revision("1")
    record CommandReleased(CommandId command, DeviceId device, List<SignatureId> signatures) implements CommandEvent {}

    /**
     * It is not sent before another person agrees. Stored with its request, or not at all.
     *
     * @param requestedBy id of who asked for the command, and so cannot agree
     * @param until when it is given up if nobody does
     */
    @Revision("1")
    record CommandApprovalAsked(CommandId command, DeviceId device, String requestedBy, Instant until)
            implements CommandEvent {}

    /**
     * Another person agrees.
     *
     * @param to what it waits for now: its sending, or signatures; if the former, its time runs from here
     */
    @Revision("1")
    record CommandApproved(CommandId command, DeviceId device, String requestedBy, CommandState to)
            implements CommandEvent {}

    /**
     * The two persons that it needs stand behind its job: one created it, and another started it. Stored with its request, or
     * not at all.
     *
     * @param job id of the job
     * @param startedBy id of who started that round, which is the agreement
     * @param startedByName what they were called then
     */
    @Revision("1")
    record CommandAgreedByJob(
            CommandId command, DeviceId device, UUID job, int round, String startedBy, String startedByName)
            implements CommandEvent {}

    /**
     * It waits until the configuration before it has ended: a device is told one at a time, in the order of these events.
     *
     * @param until when it is given up if its turn does not come
     */
    @Revision("1")
    record CommandQueued(CommandId command, DeviceId device, Instant until) implements CommandEvent {}

    /** Its turn has come; its time-out runs from now. */
    @Revision("1")
    record CommandDequeued(CommandId command, DeviceId device) implements CommandEvent {}

    @Revision("1")
    record CommandSent(CommandId command, DeviceId device, CommandState from, int attempt) implements CommandEvent {}

    /** An answer in order: the command's state is now that of the answer. */
    @Revision("1")
    record CommandAnswered(
            CommandId command,
            DeviceId device,
            CommandState from,
            CommandAnswer answer,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Instant answeredAt)
            implements CommandEvent {}

    /** How far the device says it is. Recorded when a further tenth is reached, so at most ten times for each attempt. */
    @Revision("1")
    record CommandProgressed(
            CommandId command,
            DeviceId device,
            int fromPercent,
            int toPercent,
            @Nullable String detail,
            @Nullable Instant answeredAt)
            implements CommandEvent {}

    /** The device failed with a code that the model tries again; the command waits for its next attempt. */
    @Revision("1")
    record CommandAttemptFailed(
            CommandId command,
            DeviceId device,
            CommandState from,
            int attempt,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Instant answeredAt)
            implements CommandEvent {}

    /** The device is to be told again, in the time that is left. */
    @Revision("1")
    record CommandRetried(CommandId command, DeviceId device, CommandState from, int attempt, RetryReason why)
            implements CommandEvent {}

    /** An answer that came after the command had ended otherwise: kept as evidence, the outcome stands. */
    @Revision("1")
    record LateAnswerRecorded(
            CommandId command,
            DeviceId device,
            CommandState outcome,
            CommandAnswer answer,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Instant answeredAt)
            implements CommandEvent {}

    /** Its time is over, and the device had said that it has it. */
    @Revision("1")
    record CommandTimedOut(CommandId command, DeviceId device, CommandState from) implements CommandEvent {}

    /**
     * Its time is over, and the platform heard nothing of it from the device in time, which may have begun it all the same. The
     * message is not delivered any more.
     */
    @Revision("1")
    record CommandExpired(CommandId command, DeviceId device, CommandState from) implements CommandEvent {}

    @Revision("1")
    record CommandCancelled(CommandId command, DeviceId device, CommandState from) implements CommandEvent {}

    /**
     * Cancelled by the platform, as its device left for good. What of it is with the broker is not called back.
     *
     * @param became what the device is now
     */
    @Revision("1")
    record CommandWithdrawn(CommandId command, DeviceId device, CommandState from, LifeCycle became)
            implements CommandEvent {
        /** For who reads the outcome, such as {@code DEVICE_RETIRED}. */
        public String cause() {
            return new CommandRejection.DeviceNotInService(became).leftAs();
        }
    }
}
