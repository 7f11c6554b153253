package io.devicetrail.domain.quarantine;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.axonframework.serialization.Revision;

/** What people decided about quarantined messages, and what became of it when the ingress came to it in the log. */
public sealed interface QuarantineEvent {
    QuarantinedMessageId message();

    TenantId tenant();

    /** That the message said it was from. */
    DeviceId device();

    /** Of the message in the quarantine. */
    long number();

    /**
     * Somebody decided that a message be read again, as of its arrival, with what is known now. Who, when and why are
     * beside it, as of every event.
     *
     * @param number of the message in the quarantine
     * @param release of the releases of this message, from 1; with the id it names what can be signed
     * @param misfit stable code of what it was quarantined for
     * @param receivedAt when it arrived, by the server's clock
     * @param size in bytes
     * @param sha256 of the bytes that were released, in lower-case hexadecimal: others are not read in their place
     */
    @Revision("1")
    record QuarantinedMessageReleased(
            QuarantinedMessageId message,
            TenantId tenant,
            DeviceId device,
            long number,
            int release,
            String misfit,
            Instant receivedAt,
            int size,
            String sha256)
            implements QuarantineEvent {}

    /**
     * The ingress has read the message again, or could not.
     *
     * @param release which of the releases of this message
     * @param outcome {@link #TAKEN_IN}, {@link #CHANGED_SINCE}, {@link #NOT_KEPT}, or the stable code of what was wrong with
     *     the message at that moment
     * @param detail for a person
     */
    @Revision("1")
    record QuarantineReleaseSettled(
            QuarantinedMessageId message,
            TenantId tenant,
            DeviceId device,
            long number,
            int release,
            String outcome,
            String detail)
            implements QuarantineEvent {
        /** Its values are in the device's series. */
        public static final String TAKEN_IN = "TAKEN_IN";
        /** What is kept is not the message that was released. */
        public static final String CHANGED_SINCE = "CHANGED_SINCE";
        /** It is not in quarantine any more. */
        public static final String NOT_KEPT = "NOT_KEPT";
    }
}
