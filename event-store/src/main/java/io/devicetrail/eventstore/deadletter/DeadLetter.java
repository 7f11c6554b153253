package io.devicetrail.eventstore.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a processor has passed without applying it.
 *
 * @param index log index of the event
 * @param stream id of the event's aggregate
 * @param event stored name of the event
 * @param cause why it could not be applied; null if it only waits behind one that could not
 */
record DeadLetter(
        String processor,
        long index,
        String stream,
        String tenant,
        String event,
        @Nullable String cause,
        Instant parkedAt) {
    /** Longest cause that is kept, in characters; the application's log has all of it. */
    static final int LONGEST_CAUSE = 1_000;

    /** The lines after it hold the row itself ("Detail: Failing row contains"), which is not everybody's to read. */
    private static String firstLine(@Nullable String message) {
        return message == null ? "" : ": " + message.lines().findFirst().orElse("");
    }

    /** Says what went wrong, from the outermost to the innermost message, without repeating one. */
    static String cause(Throwable failure) {
        StringBuilder said = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String message = at.getClass().getSimpleName() + firstLine(at.getMessage());
            if (said.indexOf(message) < 0) {
                said.append(said.isEmpty() ? "" : "; ").append(message);
            }
        }
        // PostgreSQL takes no NUL in a text.
        String storable = said.toString().replace('\0', ' ');
        return storable.length() > LONGEST_CAUSE ? storable.substring(0, LONGEST_CAUSE) : storable;
    }
}
