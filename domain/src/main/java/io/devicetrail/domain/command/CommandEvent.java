package io.devicetrail.domain.command;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to a command. Every event names the device, so that its history can be read by device. */
public sealed interface CommandEvent {
    CommandId command();

    DeviceId device();

    @Revision("1")
    record CommandRequested(
            CommandId command,
            TenantId tenant,
            DeviceId device,
            String name,
            SortedMap<String, Object> arguments,
            int timeoutSeconds)
            implements CommandEvent {}

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

    @Revision("1")
    record CommandTimedOut(CommandId command, DeviceId device, CommandState from) implements CommandEvent {}

    @Revision("1")
    record CommandCancelled(CommandId command, DeviceId device, CommandState from) implements CommandEvent {}
}
