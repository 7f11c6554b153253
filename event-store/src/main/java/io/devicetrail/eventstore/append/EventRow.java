package io.devicetrail.eventstore.append;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event as it will be stored; the writer assigns its index.
 *
 * @param ordinal number of the event among those of its command, from 0
 * @param recordedAt UTC, whole microseconds
 * @param payload the bytes that are stored and hashed for ever
 */
public record EventRow(
        @Nullable String aggregateType,
        String aggregateId,
        long sequence,
        String eventId,
        String commandId,
        int ordinal,
        String name,
        int revision,
        Instant recordedAt,
        byte[] payload,
        byte[] metadata) {

    public EventRow withOrdinal(int number) {
        return new EventRow(
                aggregateType,
                aggregateId,
                sequence,
                eventId,
                commandId,
                number,
                name,
                revision,
                recordedAt,
                payload,
                metadata);
    }
}
