package io.devicetrail.sagas.ownershiptransfer;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.TransferCommand.LapseDeviceTransfer;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAccepted;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferDeclined;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferLapsed;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferOffered;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferWithdrawn;
import io.devicetrail.sagas.step.Steps;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An offer, from the day it is made to its answer or its end. Whether its time is over the transfer decides itself: one
 * whose saga was lost is not accepted after its time either, it only stands as offered.
 *
 * <p>Public because Axon makes sagas by a public constructor. Each act is two events; the second finds nothing to do.
 */
@Saga
@ProcessingGroup("saga-transfer-offer")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class TransferOffer {
    /** Due at the end that the giver set. */
    static final String OFFER_END = "transfer-offer-end";

    private static final String TRANSFER = "transfer";
    private static final Logger LOG = LoggerFactory.getLogger(TransferOffer.class);

    /** Who offers. */
    private @Nullable TenantId giver;
    /** Null before the deadline is set, and after it has fired. */
    private @Nullable String deadline;

    @StartSaga
    @SagaEventHandler(associationProperty = TRANSFER)
    void on(DeviceTransferOffered e, DeadlineManager deadlines) {
        if (deadline == null) {
            giver = e.terms().giver();
            deadline = deadlines.schedule(
                    e.terms().until(), OFFER_END, e.transfer().toString());
        }
    }

    /** Fails if the command cannot be sent: the scheduler then tries again, the saga stays. */
    @DeadlineHandler(deadlineName = OFFER_END)
    void onEnd(String transfer, CommandGateway commands, LogPositions positions) {
        if (giver == null) {
            throw new IllegalStateException("an offer's deadline fired before the offer was seen");
        }
        new Steps(commands, positions, WhenTransferAcceptedThenCarryItOut.CALLER, transfer)
                .take(
                        "lapse",
                        giver,
                        null,
                        null,
                        new LapseDeviceTransfer(new DeviceTransferId(UUID.fromString(transfer))))
                .ifPresent(refused -> LOG.warn("transfer {} refused to lapse: {}", transfer, refused.code()));
        deadline = null;
    }

    @EndSaga
    @SagaEventHandler(associationProperty = TRANSFER)
    void on(DeviceTransferAccepted e, DeadlineManager deadlines) {
        cancel(deadlines);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = TRANSFER)
    void on(DeviceTransferDeclined e, DeadlineManager deadlines) {
        cancel(deadlines);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = TRANSFER)
    void on(DeviceTransferWithdrawn e, DeadlineManager deadlines) {
        cancel(deadlines);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = TRANSFER)
    void on(DeviceTransferLapsed e, DeadlineManager deadlines) {
        cancel(deadlines);
    }

    /** A deadline that is firing, or gone, cannot be cancelled; it would find the offer answered anyway. */
    private void cancel(DeadlineManager deadlines) {
        if (deadline != null) {
            deadlines.cancelSchedule(OFFER_END, deadline);
            deadline = null;
        }
    }
}
