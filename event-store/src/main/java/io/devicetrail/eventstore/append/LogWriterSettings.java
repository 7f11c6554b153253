package io.devicetrail.eventstore.append;

import java.time.Duration;

/**
 * @param queueCapacity most appends waiting for the writer; beyond it callers wait for a place
 * @param batchEvents a commit that has so many events takes no more appends
 * @param queueBytes most bytes of payloads and metadata of the appends waiting; beyond it an append is refused at once
 * @param batchBytes a commit that has so many bytes takes no more appends
 * @param patience how long an append may wait to be taken by the writer before it is refused
 * @param statementTimeout how long the database may take for one answer, and for one transaction, before it counts as away
 * @param lockWait how long a batch waits for the log's lock before it is refused. The nodes of a database hold it for
 *     milliseconds, one commit each; longer than {@code patience} it must not be, or callers wait longer than that
 */
public record LogWriterSettings(
        int queueCapacity,
        int batchEvents,
        long queueBytes,
        long batchBytes,
        Duration patience,
        Duration statementTimeout,
        Duration lockWait) {
    public static final LogWriterSettings DEFAULT = new LogWriterSettings(
            10_000, 2_000, 64L << 20, 8L << 20, Duration.ofMillis(900), Duration.ofSeconds(10), Duration.ofMillis(800));

    /** The time-out of a statement, as the driver takes it. */
    int statementSeconds() {
        return (int) Math.max(1, statementTimeout.toSeconds());
    }

    /** With the default's bytes, and as patient with the log's lock as with the writer. */
    public LogWriterSettings(int queueCapacity, int batchEvents, Duration patience, Duration statementTimeout) {
        this(
                queueCapacity,
                batchEvents,
                DEFAULT.queueBytes(),
                DEFAULT.batchBytes(),
                patience,
                statementTimeout,
                patience);
    }
}
