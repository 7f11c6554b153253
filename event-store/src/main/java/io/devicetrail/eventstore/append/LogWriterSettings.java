package io.devicetrail.eventstore.append;

import java.time.Duration;

/**
 * @param queueCapacity most appends waiting for the writer; beyond it callers wait for a place
 * @param batchEvents a commit that has so many events takes no more appends
 * @param patience how long an append may wait to be taken by the writer before it is refused
 * @param statementTimeout how long the database may take for one answer before it counts as away
 */
public record LogWriterSettings(int queueCapacity, int batchEvents, Duration patience, Duration statementTimeout) {
    public static final LogWriterSettings DEFAULT =
            new LogWriterSettings(10_000, 2_000, Duration.ofMillis(900), Duration.ofSeconds(10));
}
