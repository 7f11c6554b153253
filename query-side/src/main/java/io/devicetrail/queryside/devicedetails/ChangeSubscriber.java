package io.devicetrail.queryside.devicedetails;

import io.devicetrail.queryside.graphql.QueryError;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * One reader of changes. While it is slow, what it has not yet read is kept per device, the newest change only; the
 * memory it may take so is bounded, and a reader beyond that is told to start again.
 */
final class ChangeSubscriber {
    /** Most devices with a change that one reader has not read. */
    static final int MOST_WAITING = 10_000;

    private final String tenant;
    private final @Nullable UUID only;
    private final FluxSink<ChangedDevice> sink;
    private final Map<UUID, ChangedDevice> waiting = new LinkedHashMap<>();

    ChangeSubscriber(String tenant, @Nullable UUID only, FluxSink<ChangedDevice> sink) {
        this.tenant = tenant;
        this.only = only;
        this.sink = sink;
    }

    synchronized void offer(ChangedDevice change) {
        if (!change.tenant().equals(tenant) || (only != null && !only.equals(change.device()))) {
            return;
        }
        waiting.merge(change.device(), change, (old, now) -> now.position() > old.position() ? now : old);
        if (waiting.size() > MOST_WAITING) {
            sink.error(new QueryError("SUBSCRIBER_TOO_SLOW", "Too many changes wait to be read; subscribe again."));
        } else {
            drain();
        }
    }

    /** Hands on as much as was asked for. */
    synchronized void drain() {
        while (!waiting.isEmpty() && sink.requestedFromDownstream() > 0) {
            Iterator<ChangedDevice> oldest = waiting.values().iterator();
            ChangedDevice next = oldest.next();
            oldest.remove();
            sink.next(next);
        }
    }
}
