package io.devicetrail.eventstore.append;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** The events of one unit of work on their way into the log: all of them or none, with neighbouring indexes. */
final class Append {
    private enum State {
        WAITING,
        TAKEN,
        WITHDRAWN
    }

    private final List<EventRow> rows;
    private final long bytes;
    private final long since = System.nanoTime();
    private final CompletableFuture<Long> lastIndex = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    Append(List<EventRow> rows) {
        this.rows = List.copyOf(rows);
        this.bytes = rows.stream()
                .mapToLong(row -> row.payload().length + row.metadata().length)
                .sum();
    }

    /** Of payloads and metadata: nearly all that it takes in memory. */
    long bytes() {
        return bytes;
    }

    /** How long its caller has waited. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    List<EventRow> rows() {
        return rows;
    }

    /** Index of the last of the rows, once they are durable. */
    CompletableFuture<Long> lastIndex() {
        return lastIndex;
    }

    /** By the writer: from now on the outcome is the database's. False if the caller has given up. */
    boolean take() {
        return state.compareAndSet(State.WAITING, State.TAKEN);
    }

    /** By the caller: gives up. False if the writer has it already, and the outcome must be awaited. */
    boolean withdraw() {
        return state.compareAndSet(State.WAITING, State.WITHDRAWN);
    }
}
