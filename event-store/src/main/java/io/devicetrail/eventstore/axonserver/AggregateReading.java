package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.grpc.event.Event;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/**
 * The events of one aggregate, all of them or an error. The connector's stream ends without a word when its thread is
 * interrupted, and half an aggregate would decide wrongly.
 */
final class AggregateReading implements Iterator<DomainEventData<byte[]>> {
    private final AggregateEventStream stream;
    private final String aggregateId;
    private final Function<Event, ? extends DomainEventData<byte[]>> reading;
    private long due;

    AggregateReading(
            AggregateEventStream stream,
            String aggregateId,
            long firstSequence,
            Function<Event, ? extends DomainEventData<byte[]>> reading) {
        this.stream = stream;
        this.aggregateId = aggregateId;
        this.due = firstSequence;
        this.reading = reading;
    }

    @Override
    public boolean hasNext() {
        boolean more;
        try {
            more = stream.hasNext();
        } catch (RuntimeException e) {
            throw new EventStoreException("Axon Server did not give event " + due + " of " + aggregateId, e);
        }
        if (!more && Thread.currentThread().isInterrupted()) {
            throw new EventStoreException("Interrupted while reading " + aggregateId);
        }
        return more;
    }

    @Override
    public DomainEventData<byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            Event event = stream.next();
            if (event.getAggregateSequenceNumber() != due) {
                throw new EventStoreException("Axon Server gave event " + event.getAggregateSequenceNumber() + " of "
                        + aggregateId + " where event " + due + " was due");
            }
            due++;
            return reading.apply(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventStoreException("Interrupted while reading " + aggregateId, e);
        }
    }
}
