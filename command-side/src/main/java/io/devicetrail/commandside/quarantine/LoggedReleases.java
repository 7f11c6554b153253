package io.devicetrail.commandside.quarantine;

import io.devicetrail.domain.quarantine.KnownReleases;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantineReleaseSettled;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Reads the message's own stream: a few events, always up to date. */
@Component
class LoggedReleases implements KnownReleases {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedReleases(EventStore events) {
        this.events = events;
    }

    @Override
    public boolean isSettled(QuarantinedMessageId message, int release) {
        return events.readEvents(message.toString(), FIRST)
                .asStream()
                .map(Message::getPayload)
                .anyMatch(event -> event instanceof QuarantineReleaseSettled settled && settled.release() == release);
    }
}
