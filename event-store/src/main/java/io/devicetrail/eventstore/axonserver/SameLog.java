package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.devicetrail.eventstore.append.LogUnavailableException;
import io.devicetrail.eventstore.stream.LogReads;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is the table of the log a copy of this Axon Server's context? A mark beside the processors' places says whose copy it
 * is; its first and its last event must be Axon Server's events with these indexes. Moving a log from one store to the
 * other is not supported, and this is what refuses it.
 */
public final class SameLog {
    /** The copier's row among the processors: not the name of any processor. */
    private static final String MARK = "log-copy";

    private static final String READ_MARK = "select token from process.token where processor_name = ? and segment = 0";
    private static final String SET_MARK =
            "insert into process.token (processor_name, segment, token, token_type) values (?, 0, ?, 'context')"
                    + " on conflict do nothing";

    private static final Logger LOG = LoggerFactory.getLogger(SameLog.class);

    private final AxonServerLog server;
    private final LogReads reads;

    private SameLog(AxonServerLog server, LogReads reads) {
        this.server = server;
        this.reads = reads;
    }

    /**
     * Marks the table as the copy of the server's context, if it is empty or holds that context's events. An Axon Server
     * that is away keeps nobody from starting: the copier compares as soon as it can.
     *
     * @throws ForeignLogException if the table is the copy of another context, or a log of its own
     * @throws LogUnavailableException if only Axon Server could tell, and does not answer
     */
    public static SameLog marked(DataSource dataSource, AxonServerLog server, LogReads reads) {
        SameLog same = new SameLog(server, reads);
        @Nullable String copied = markOf(dataSource);
        if (copied == null) {
            if (reads.head() >= 0) {
                same.requireOwnEventsToBeTheirs();
            }
            mark(dataSource, server.context());
        } else if (!copied.equals(server.context())) {
            throw new ForeignLogException(
                    "This database holds the copy of Axon Server's context " + copied + ", not of "
                            + server.context() + ". Set devicetrail.axon-server.context=" + copied
                            + ", or start on an empty database");
        } else {
            same.compareIfReachable();
        }
        return same;
    }

    private void requireOwnEventsToBeTheirs() {
        try {
            compare();
        } catch (ForeignLogException different) {
            throw new ForeignLogException("This database holds a log of its own, stored on PostgreSQL; it cannot be"
                    + " moved to Axon Server. Set devicetrail.event-store=postgresql, or start on an empty database. ("
                    + different.getMessage() + ")");
        }
    }

    private void compareIfReachable() {
        try {
            compare();
        } catch (LogUnavailableException away) {
            LOG.warn("Axon Server is away, so the copy of its log is compared later: {}", away.getMessage());
        }
    }

    /**
     * For the log on PostgreSQL.
     *
     * @throws ForeignLogException if the table is a copy: events that were added to it would be in no Axon Server
     */
    public static void requireNoCopy(DataSource dataSource) {
        @Nullable String copied = markOf(dataSource);
        if (copied != null) {
            throw new ForeignLogException("This database holds the copy of Axon Server's context " + copied
                    + ", which cannot go on by itself. Set devicetrail.event-store=axon-server, or start on an empty"
                    + " database");
        }
    }

    /**
     * @throws ForeignLogException if Axon Server holds other events than the table
     * @throws LogUnavailableException if Axon Server cannot be asked
     */
    public void compare() {
        long last = reads.head();
        long head = server.head();
        if (last < 0) {
            return;
        }
        if (head < last) {
            throw new ForeignLogException("The copy of Axon Server's log ends with event " + last
                    + ", Axon Server's own log with event " + head
                    + ". It is another Axon Server, another context, or one that has lost events");
        }
        for (long index : List.of(0L, last)) {
            EventWithToken theirs = server.at(index);
            String ours = reads.at(index).orElseThrow().getEventIdentifier();
            if (theirs.getToken() != index
                    || !theirs.getEvent().getMessageIdentifier().equals(ours)) {
                throw new ForeignLogException("Event " + index + " is " + ours
                        + " in the copy of Axon Server's log and "
                        + theirs.getEvent().getMessageIdentifier() + " in Axon Server. It is another Axon Server, or"
                        + " another context");
            }
        }
    }

    private static @Nullable String markOf(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ_MARK)) {
            statement.setString(1, MARK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new String(row.getBytes(1), StandardCharsets.UTF_8) : null;
            }
        } catch (SQLException e) {
            throw new EventStoreException("The mark of the log's copy cannot be read: " + e.getMessage(), e);
        }
    }

    private static void mark(DataSource dataSource, String context) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SET_MARK)) {
            statement.setString(1, MARK);
            statement.setBytes(2, context.getBytes(StandardCharsets.UTF_8));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new EventStoreException("The log cannot be marked as a copy: " + e.getMessage(), e);
        }
    }
}
