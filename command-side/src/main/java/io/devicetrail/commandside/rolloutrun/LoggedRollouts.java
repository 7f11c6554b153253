package io.devicetrail.commandside.rolloutrun;

import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Reads the first event of the run's stream, which may be long. */
@Component
class LoggedRollouts implements KnownRollouts {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedRollouts(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<RolloutCreated> run(RolloutRunId run) {
        return events.readEvents(run.toString(), FIRST)
                .asStream()
                .limit(1)
                .map(Message::getPayload)
                .filter(RolloutCreated.class::isInstance)
                .map(RolloutCreated.class::cast)
                .findFirst();
    }
}
