package io.devicetrail.audit.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with everything the log stores of it.
 *
 * @param sequence number of the event in its aggregate, from 0
 * @param commandOrdinal number of the event among those of its command, from 0
 * @param name in the catalogue, as stored
 * @param recordedAt whole microseconds
 * @param payload the stored bytes
 * @param metadata the stored bytes
 */
public record LogRow(
        long index,
        @Nullable String aggregateType,
        String aggregateId,
        long sequence,
        String eventId,
        String commandId,
        int commandOrdinal,
        String name,
        int revision,
        Instant recordedAt,
        byte[] payload,
        byte[] metadata) {}
