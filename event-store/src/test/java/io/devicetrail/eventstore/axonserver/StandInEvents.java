package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The stand-in's memory: events in order, an index without gaps, one place per aggregate and sequence number. */
final class StandInEvents {
    volatile boolean silent;

    private final List<EventWithToken> events = new ArrayList<>();
    private final Map<String, Long> lastSequences = new HashMap<>();
    private final List<StandInReader> readers = new CopyOnWriteArrayList<>();
    private long next;

    /** All or none; false if an aggregate does not go on with its next sequence number. */
    boolean append(List<Event> appended) {
        synchronized (this) {
            Map<String, Long> last = new HashMap<>(lastSequences);
            for (Event event : appended) {
                String aggregate = event.getAggregateIdentifier();
                if (!aggregate.isEmpty()) {
                    if (last.getOrDefault(aggregate, -1L) + 1 != event.getAggregateSequenceNumber()) {
                        return false;
                    }
                    last.put(aggregate, event.getAggregateSequenceNumber());
                }
            }
            lastSequences.putAll(last);
            for (Event event : appended) {
                events.add(EventWithToken.newBuilder()
                        .setToken(next++)
                        .setEvent(event)
                        .build());
            }
        }
        readers.forEach(StandInReader::readOn);
        return true;
    }

    synchronized long lastSequence(String aggregate) {
        return lastSequences.getOrDefault(aggregate, -1L);
    }

    synchronized long lastToken() {
        return next - 1;
    }

    synchronized List<EventWithToken> from(long token, long most) {
        return events.stream()
                .filter(event -> event.getToken() >= token)
                .limit(most)
                .toList();
    }

    synchronized List<Event> ofAggregate(String aggregate, long first) {
        return events.stream()
                .map(EventWithToken::getEvent)
                .filter(event -> event.getAggregateIdentifier().equals(aggregate))
                .filter(event -> event.getAggregateSequenceNumber() >= first)
                .toList();
    }

    void add(StandInReader reader) {
        readers.add(reader);
    }

    void remove(StandInReader reader) {
        readers.remove(reader);
    }

    void forgetReaders() {
        readers.clear();
    }

    synchronized void leap(int indexes) {
        next += indexes;
    }

    synchronized void lose(int newest) {
        for (int i = 0; i < newest; i++) {
            Event lost = events.removeLast().getEvent();
            lastSequences.merge(lost.getAggregateIdentifier(), -1L, Long::sum);
            next--;
        }
    }
}
