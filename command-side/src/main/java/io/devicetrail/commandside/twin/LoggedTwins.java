package io.devicetrail.commandside.twin;

import io.devicetrail.commandside.reference.StreamPlaces;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.KnownTwins;
import io.devicetrail.domain.twin.TwinEvent;
import io.devicetrail.domain.twin.TwinId;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.BiPredicate;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/**
 * Folds the twin's own stream, a page at a time: nothing is remembered. The places of its events come from the log as it
 * is stored, the events themselves in the same order as today's classes.
 */
@Component
class LoggedTwins implements KnownTwins {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;
    private final StoredStreams streams;

    LoggedTwins(EventStore events, StoredStreams streams) {
        this.events = events;
        this.streams = streams;
    }

    @Override
    public LoggedTwin now(DeviceId device) {
        return folded(device, (index, event) -> true);
    }

    @Override
    public LoggedTwin atPosition(DeviceId device, long position) {
        return folded(device, (index, event) -> index <= position);
    }

    @Override
    public LoggedTwin atTime(DeviceId device, Instant time) {
        return folded(device, (index, event) -> !event.getTimestamp().isAfter(time));
    }

    private LoggedTwin folded(DeviceId device, BiPredicate<Long, DomainEventMessage<?>> isAsked) {
        String stream = TwinId.of(device).toString();
        StreamPlaces places = new StreamPlaces(streams, stream);
        Iterator<? extends DomainEventMessage<?>> stored =
                events.readEvents(stream, FIRST).asStream().iterator();
        DeviceTwin twin = DeviceTwin.EMPTY;
        long position = LoggedTwin.NOTHING;
        // What is stored meanwhile has a place that was not read: it is after the question.
        while (places.hasNext() && stored.hasNext()) {
            long index = places.next();
            DomainEventMessage<?> message = stored.next();
            if (message.getPayload() instanceof TwinEvent event && isAsked.test(index, message)) {
                twin = twin.after(event, message.getTimestamp());
                position = index;
            }
        }
        return new LoggedTwin(twin, position);
    }
}
