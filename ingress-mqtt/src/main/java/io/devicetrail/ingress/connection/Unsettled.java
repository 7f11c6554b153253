package io.devicetrail.ingress.connection;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What one connection was given and has not acknowledged yet; as many as the connection's receive maximum at most. A
 * broker may send nothing else meanwhile, so the oldest says how long a connection may have been deaf.
 */
final class Unsettled {
    private final LongSupplier nanos;
    private final Map<Integer, Message> open = new ConcurrentHashMap<>();

    Unsettled(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Message(String topic, long since) {}

    /** A message that was not acknowledged for some time. */
    record Oldest(String topic, Duration age) {}

    void given(int packet, String topic) {
        open.put(packet, new Message(topic, nanos.getAsLong()));
    }

    void settled(int packet) {
        open.remove(packet);
    }

    /** The connection is gone: its messages come again on the next one. */
    void forget() {
        open.clear();
    }

    int count() {
        return open.size();
    }

    Optional<Oldest> oldest() {
        long now = nanos.getAsLong();
        return open.values().stream()
                .min((a, b) -> Long.compare(a.since() - now, b.since() - now))
                .map(message -> new Oldest(message.topic(), Duration.ofNanos(now - message.since())));
    }
}
