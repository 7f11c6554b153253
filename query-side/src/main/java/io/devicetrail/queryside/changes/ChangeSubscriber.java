package io.devicetrail.queryside.changes;

import io.devicetrail.queryside.changes.Change.Kind;
import io.devicetrail.queryside.graphql.QueryError;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * One reader of changes. While it is slow, what it has not yet read is kept per device, job, rollout or incident, the
 * newest change only; the memory it may take so is bounded, and a reader beyond that is told to start again.
 */
final class ChangeSubscriber {
    /** Most records with a change that one reader has not read. */
    static final int MOST_WAITING = 10_000;

    private final Kind kind;
    private final String tenant;
    private final @Nullable UUID only;
    private final FluxSink<Change> sink;
    private final Map<UUID, Change> waiting = new LinkedHashMap<>();

    ChangeSubscriber(Kind kind, String tenant, @Nullable UUID only, FluxSink<Change> sink) {
        this.kind = kind;
        this.tenant = tenant;
        this.only = only;
        this.sink = sink;
    }

    synchronized void offer(Change change) {
        if (change.kind() != kind || !change.tenant().equals(tenant) || (only != null && !only.equals(change.id()))) {
            return;
        }
        waiting.merge(change.id(), change, (old, now) -> now.position() > old.position() ? now : old);
        if (waiting.size() > MOST_WAITING) {
            sink.error(new QueryError("SUBSCRIBER_TOO_SLOW", "Too many changes wait to be read; subscribe again."));
        } else {
            drain();
        }
    }

    /** Hands on as much as was asked for. */
    synchronized void drain() {
        while (!waiting.isEmpty() && sink.requestedFromDownstream() > 0) {
            Iterator<Change> oldest = waiting.values().iterator();
            Change next = oldest.next();
            oldest.remove();
            sink.next(next);
        }
    }
}
