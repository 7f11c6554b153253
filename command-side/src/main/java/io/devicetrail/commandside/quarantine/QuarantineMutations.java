package io.devicetrail.commandside.quarantine;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.quarantine.QuarantineCommand.ReleaseQuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantineRejection.QuarantinedMessageUnknown;
import io.devicetrail.domain.quarantine.QuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A message is released where its device is. */
@Controller
class QuarantineMutations {
    private final CommandSender sender;
    private final QuarantinedMessages quarantine;
    private final KnownRecords records;

    QuarantineMutations(CommandSender sender, QuarantinedMessages quarantine, KnownRecords records) {
        this.sender = sender;
        this.quarantine = quarantine;
        this.records = records;
    }

    @MutationMapping
    MutationOutcome releaseQuarantinedMessage(
            @Argument ReleaseQuarantinedMessageInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("releaseQuarantinedMessage", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            ReleaseQuarantinedMessage command = new ReleaseQuarantinedMessage(
                    QuarantinedMessageId.of(tenant, input.number()), tenant, input.number());
            QuarantinedMessage message = quarantine
                    .find(input.number())
                    .filter(found -> found.tenant().equals(tenant))
                    .orElseThrow(() -> because(new QuarantinedMessageUnknown(input.number())));
            return new Addressed(
                    command, tenant, siteOf(message), command.message().toString(), null);
        });
    }

    /** Null for a device that is not the tenant's: nobody releases its messages, whatever their role. */
    private @Nullable SiteId siteOf(QuarantinedMessage message) {
        return records.device(message.device())
                .filter(device -> device.tenant().equals(message.tenant()))
                .map(KnownDevice::site)
                .orElse(null);
    }

    record ReleaseQuarantinedMessageInput(
            String tenant,
            long number,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
