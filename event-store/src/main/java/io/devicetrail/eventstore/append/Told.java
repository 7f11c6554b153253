package io.devicetrail.eventstore.append;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The newest event that a caller or a reader of this process was given. The log has to hold it: whoever was given it has
 * gone past its index.
 *
 * <p>That the log reaches to its index is looked at with every batch. That the event there is still the same one is looked
 * at once on every new connection, under the log's lock: a server that lacks commits is another one, or the same one started
 * again, and neither keeps a connection. Before the lock another node could still come between. For any thread.
 */
final class Told {
    private static final String EVENT_AT = "select event_id from log.event where index = ?";

    private record Event(long index, String id) {}

    private static final Event NONE = new Event(-1, "");

    private volatile Event newest = NONE;

    synchronized void told(long index, String id) {
        if (newest.index() < index) {
            newest = new Event(index, id);
        }
    }

    /** Its index; -1 for none. */
    long index() {
        return newest.index();
    }

    /**
     * A log that ends below is not this method's concern.
     *
     * @param last index of the last event, read under the lock that is still held: one that is missing below was lost
     * @param connection one that has not been asked since it was opened
     * @throws LogFellBackException if another event, or none, has the index
     */
    void requireStillThere(Connection connection, long last, int seconds) throws SQLException {
        Event event = newest;
        if (event.index() < 0 || event.index() > last) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(EVENT_AT)) {
            statement.setQueryTimeout(seconds);
            statement.setLong(1, event.index());
            try (ResultSet row = statement.executeQuery()) {
                String found = row.next() ? row.getString(1) : "missing";
                if (!event.id().equals(found)) {
                    throw LogFellBackException.anotherEvent(event.index(), event.id(), found);
                }
            }
        }
    }
}
