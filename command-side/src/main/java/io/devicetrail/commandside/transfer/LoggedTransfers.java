package io.devicetrail.commandside.transfer;

import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.transfer.TransferTerms;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Reads the stream of the transfer, which is short. */
@Component
class LoggedTransfers implements KnownTransfers {
    private final EventStore events;

    LoggedTransfers(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<TransferTerms> terms(DeviceTransferId transfer) {
        return events.readEvents(transfer.toString())
                .asStream()
                .map(Message::getPayload)
                .filter(TransferEvent.class::isInstance)
                .map(event -> ((TransferEvent) event).terms())
                .findFirst();
    }
}
