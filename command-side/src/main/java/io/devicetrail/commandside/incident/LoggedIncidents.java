package io.devicetrail.commandside.incident;

import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentId;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Tells what an incident is about, as its first event in the log says. */
@Component
class LoggedIncidents {
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedIncidents(EventStore events) {
        this.events = events;
    }

    Optional<IncidentOpened> first(IncidentId incident) {
        return events.readEvents(incident.toString(), FIRST)
                .asStream()
                .map(Message::getPayload)
                .filter(IncidentOpened.class::isInstance)
                .map(IncidentOpened.class::cast)
                .findFirst();
    }
}
