package io.devicetrail.domain.command;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about a command to a device. */
public sealed interface CommandOrder {
    CommandId command();

    /**
     * Asks a device to do something its model defines.
     *
     * @param name the command's name in the model's contract
     * @param arguments by name, in the types of the contract
     * @param timeoutSeconds the model's timeout, or a shorter one for this request
     */
    record RequestCommand(
            @TargetAggregateIdentifier CommandId command,
            TenantId tenant,
            DeviceId device,
            String name,
            SortedMap<String, Object> arguments,
            @Nullable Integer timeoutSeconds)
            implements CommandOrder {
        public RequestCommand {
            name = Shape.text("name", name);
            arguments = new TreeMap<>(arguments);
            if (timeoutSeconds != null && timeoutSeconds < 1) {
                throw new MalformedInput("timeoutSeconds", "must be at least 1");
            }
        }
    }

    /**
     * The same, as a job's share for one device. Not for people: the job was theirs to start.
     *
     * @param agreed whether two persons stand behind the job
     * @param start by whom it was started; null where that is not known any more
     */
    record RequestJobCommand(
            @TargetAggregateIdentifier CommandId command,
            TenantId tenant,
            DeviceId device,
            String name,
            SortedMap<String, Object> arguments,
            @Nullable Integer timeoutSeconds,
            boolean agreed,
            @Nullable JobStart start)
            implements CommandOrder {
        /** The request that it comes to. */
        public RequestCommand request() {
            return new RequestCommand(command, tenant, device, name, arguments, timeoutSeconds);
        }
    }

    /**
     * The start of a round of a job.
     *
     * @param job its id
     * @param by id of who started it
     * @param name what they were called then
     */
    record JobStart(UUID job, int round, String by, String name) {}

    /** One that is held goes on, if it is signed as its policy asks; else nothing happens. */
    record ReleaseCommand(@TargetAggregateIdentifier CommandId command) implements CommandOrder {}

    /** Another person than who asked for it agrees. */
    record ApproveCommand(@TargetAggregateIdentifier CommandId command) implements CommandOrder, RegulatedChange {}

    /** A person does not agree, which ends it. */
    record RefuseCommandApproval(@TargetAggregateIdentifier CommandId command)
            implements CommandOrder, RegulatedChange {}

    /** The configurations before it have ended. */
    record DequeueCommand(@TargetAggregateIdentifier CommandId command) implements CommandOrder {}

    /**
     * It is not taken into the queue of its device, which is full.
     *
     * @param waiting how many are in it
     */
    record TurnAwayCommand(@TargetAggregateIdentifier CommandId command, int waiting) implements CommandOrder {}

    /** One that is held back was not approved or signed, or its turn did not come, in time. */
    record ExpireCommand(@TargetAggregateIdentifier CommandId command) implements CommandOrder {}

    /** The broker has taken the command's message; the device has not yet said anything. */
    record MarkCommandSent(@TargetAggregateIdentifier CommandId command, int attempt) implements CommandOrder {}

    /**
     * The pause before that attempt is over. Whether it is made is the command's own decision.
     *
     * @param attempt from 2
     */
    record RetryCommand(@TargetAggregateIdentifier CommandId command, int attempt) implements CommandOrder {}

    /**
     * The device answered.
     *
     * @param device the device whose topic the answer came by
     * @param code the device's own result or error code
     * @param detail what the device says about it
     * @param answeredAt the device's clock, if it gave a time
     * @param attempt the one that it carried out, if it said so
     * @param progressPercent how far it is, if it said so; only with {@code EXECUTING}
     */
    record RecordCommandAnswer(
            @TargetAggregateIdentifier CommandId command,
            DeviceId device,
            CommandAnswer answer,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Instant answeredAt,
            @Nullable Integer attempt,
            @Nullable Integer progressPercent)
            implements CommandOrder {
        /** Longest code or detail kept, in characters; the rest is cut, as a device's answer must not be lost. */
        public static final int LONGEST_DETAIL = 2_000;

        public static final int WHOLE_PERCENT = 100;

        public RecordCommandAnswer {
            if (attempt != null && attempt < 1) {
                throw new MalformedInput("attempt", "must be at least 1");
            }
            if (progressPercent != null) {
                Shape.within("progress", progressPercent, 0, WHOLE_PERCENT);
            }
            code = cut(code);
            detail = cut(detail);
        }

        private static @Nullable String cut(@Nullable String text) {
            return text == null || text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL);
        }
    }

    /** The time is over. */
    record TimeOutCommand(@TargetAggregateIdentifier CommandId command) implements CommandOrder {}

    /** Its device may have left for good; whether it has, the command finds out for itself. */
    record WithdrawCommand(@TargetAggregateIdentifier CommandId command) implements CommandOrder {}

    /** A person gives the command up; what the device has begun it may still finish. */
    record CancelCommand(@TargetAggregateIdentifier CommandId command) implements CommandOrder, RegulatedChange {}
}
