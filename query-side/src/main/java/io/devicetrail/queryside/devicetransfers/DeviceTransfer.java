package io.devicetrail.queryside.devicetransfers;

import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transfer, as one side's record has it.
 *
 * @param subject the device as this side's registry names it
 * @param cause code of a refusal; of the receiver's registry it is on its own side only
 * @param position log index of the last event that is in it
 */
record DeviceTransfer(
        UUID transferId,
        TransferSide side,
        String tenant,
        UUID subject,
        String giver,
        String receiver,
        UUID formerDeviceId,
        UUID deviceId,
        String manufacturer,
        String serialNumber,
        @Nullable String hardwareRevision,
        @Nullable String batch,
        Instant until,
        boolean shareHistory,
        TransferState state,
        @Nullable String cause,
        String offeredBy,
        Instant offeredAt,
        @Nullable String offerReason,
        long offeredPosition,
        @Nullable String answeredBy,
        @Nullable Instant answeredAt,
        @Nullable String answerReason,
        @Nullable Instant handedOverAt,
        @Nullable Instant endedAt,
        long position) {
    /** Its GraphQL type. */
    static final String TYPE = "DeviceTransfer";

    /** Between the transfer's own id and the side. */
    static final char OF_SIDE = ':';

    public String id() {
        return GlobalId.of(TYPE, transferId.toString() + OF_SIDE + side);
    }

    /** Why it is not over, for people; null when it is. */
    public @Nullable String waitingFor() {
        return switch (state) {
            case OFFERED -> "the answer of " + receiver + ", until " + until;
            case ACCEPTED ->
                handedOverAt == null
                        ? "the end of the device at " + giver
                        : "the device's registration at " + receiver + ": no tenant has it meanwhile";
            case HELD_UP ->
                receiver + " to accept it again" + (cause == null ? "" : ", as its registry refused with " + cause)
                        + ": no tenant has it meanwhile";
            case COMPLETED, DECLINED, WITHDRAWN, LAPSED, ABANDONED -> null;
        };
    }
}
