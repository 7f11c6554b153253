package io.devicetrail.commandside.connectivity;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityEvent.ConnectivityChanged;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.connectivity.KnownConnectivity;
import io.devicetrail.domain.device.DeviceId;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Reads the last event of the device's connectivity: a stream of any length, as a device comes and goes for years. */
@Component
class LoggedConnectivity implements KnownConnectivity {
    private final EventStore events;

    LoggedConnectivity(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<Connectivity> of(DeviceId device) {
        String stream = ConnectivityId.of(device).toString();
        return events.lastSequenceNumberFor(stream)
                .flatMap(last -> events.readEvents(stream, last)
                        .asStream()
                        .map(Message::getPayload)
                        .filter(ConnectivityChanged.class::isInstance)
                        .map(ConnectivityChanged.class::cast)
                        .map(ConnectivityChanged::to)
                        .reduce((before, after) -> after));
    }
}
