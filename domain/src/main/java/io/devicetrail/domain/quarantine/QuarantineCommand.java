package io.devicetrail.domain.quarantine;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about quarantined messages: which values a device is said to have measured is regulated data. */
public sealed interface QuarantineCommand {
    QuarantinedMessageId message();

    TenantId tenant();

    /** Of the message in the quarantine. */
    long number();

    /** The processor that carries releases out. */
    String PROCESSOR = "quarantine-release";

    /**
     * Has a message read again.
     *
     * @param number of the message in the quarantine
     */
    record ReleaseQuarantinedMessage(
            @TargetAggregateIdentifier QuarantinedMessageId message, TenantId tenant, long number)
            implements QuarantineCommand, RegulatedChange {
        public ReleaseQuarantinedMessage {
            if (number < 1) {
                throw new MalformedInput("number", "must be positive; the quarantine counts from 1");
            }
            if (!message.equals(QuarantinedMessageId.of(tenant, number))) {
                throw new MalformedInput("message", "is not the id of this message's releases");
            }
        }
    }

    /** Says what became of a release; told again, it changes nothing. Nobody may ask for it but the ingress. */
    record SettleQuarantineRelease(
            @TargetAggregateIdentifier QuarantinedMessageId message,
            TenantId tenant,
            DeviceId device,
            long number,
            int release,
            String outcome,
            String detail)
            implements QuarantineCommand {}
}
