package io.devicetrail.eventstore.append;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Stores a batch of appends in one transaction on a connection of its own. Used by one thread.
 *
 * <p>Conflicts are rare, so the insert is tried as it is; only when a unique index objects is the batch looked at one
 * append at a time, under the same lock, and the losers left out.
 */
final class BatchInsert implements AutoCloseable {
    private static final String UNIQUE_VIOLATION = "23505";

    /** Of a lock that was not given in time. */
    static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Of {@code log.append}: the log ends below what is known to be stored. */
    private static final String FELL_BACK = "DT001";

    private static final String APPEND = "select log.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final int APPEND_COLUMNS = 5;
    /** A trial waits for the lock no longer: an append that comes meanwhile waits behind it. */
    private static final Duration TRIAL_LOCK_WAIT = Duration.ofMillis(150);

    /** Fewer callers than this are woken sooner by the writer itself. */
    private static final int TOLD_AT_ONCE = 16;
    /** Classes of states that come with the end of the connection: that may be after the commit. */
    private static final Set<String> AT_THE_END = Set.of("08", "25P", "57P", "58", "XX");

    private final WriterConnection connection;
    private final LogEnd end;
    private final Told told = new Told();
    private final int seconds;
    private final UUID node;
    private final Executor teller;
    private final Set<EventKind> kindsStored = new HashSet<>();
    private boolean inCommit;
    private int refused;

    /**
     * @param node whose notices of new events these are
     * @param teller wakes the callers of a large batch
     */
    BatchInsert(DataSource dataSource, LogWriterSettings settings, UUID node, Executor teller) {
        this.node = node;
        this.teller = teller;
        this.connection = new WriterConnection(dataSource, settings);
        this.seconds = settings.statementSeconds();
        this.end = new LogEnd(connection, told, node, seconds);
    }

    /** Whether the last failure left open if the batch was stored. */
    boolean brokeInCommit() {
        return inCommit;
    }

    /** From now on the log has to have this event, or nothing is stored. For any thread. */
    void told(long index, String eventId) {
        told.told(index, eventId);
    }

    /**
     * Whether the log would take something, without storing anything.
     *
     * @throws SQLException if not
     * @throws LogFellBackException as {@link #store}
     */
    void tryOut() throws SQLException {
        inCommit = false;
        try {
            RowInsert.rows(connection.open(), List.of(), end.lockAndRead(TRIAL_LOCK_WAIT) + 1, seconds);
            connection.rollback();
        } catch (SQLException e) {
            leave(e);
            throw e;
        } catch (RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    /** A connection on which somebody else's lock was awaited in vain is as good as before. */
    private void leave(SQLException why) throws SQLException {
        if (LOCK_NOT_AVAILABLE.equals(why.getSQLState())) {
            connection.rollback();
        } else {
            close();
        }
    }

    /**
     * Stores the batch and tells each append its outcome.
     *
     * @return how many the log refused for what is in them
     * @throws SQLException if the database could not be asked, or did not give the lock
     * @throws LogFellBackException if the log ends below an index that was told
     */
    int store(List<Append> batch) throws SQLException {
        inCommit = false;
        refused = 0;
        try {
            try {
                storeAll(batch);
            } catch (SQLException e) {
                if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    storeTheRest(batch);
                } else if (liesInTheRows(e)) {
                    storeOneByOne(batch, e);
                } else if (FELL_BACK.equals(e.getSQLState())) {
                    throw fellBack(e);
                } else {
                    throw e;
                }
            }
            return refused;
        } catch (SQLException e) {
            leave(e);
            throw e;
        } catch (RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    /**
     * By what the server found under its lock. It is not looked at again: another node may have gone past the place
     * meanwhile, and the indexes that were given twice would look well.
     */
    private LogFellBackException fellBack(SQLException e) {
        ServerErrorMessage said = e instanceof PSQLException told ? told.getServerErrorMessage() : null;
        String last = said == null ? null : said.getDetail();
        return new LogFellBackException(
                told.index(), last == null ? LogFellBackException.NOT_SAID : Long.parseLong(last));
    }

    private void storeAll(List<Append> batch) throws SQLException {
        List<EventRow> rows =
                batch.stream().flatMap(append -> append.rows().stream()).toList();
        if (rows.isEmpty() || !RowInsert.areListed(rows, kindsStored) || !connection.isCompared()) {
            insertAndCommit(batch, end.lockAndRead());
            return;
        }
        tell(batch, storeAtOnce(rows));
    }

    /** In one round trip, which ends with the commit. Gives the index before the first row. */
    private long storeAtOnce(List<EventRow> rows) throws SQLException {
        Connection open = connection.forOneStatement();
        // No query time-out: the driver starts a timer of its own for each. The connection's bounds the wait for each
        // answer, and the session's own the wait for the lock.
        try (PreparedStatement statement = open.prepareStatement(APPEND)) {
            statement.setLong(1, RowInsert.LOG_LOCK);
            statement.setString(2, LogChannel.NAME);
            statement.setString(3, node.toString());
            statement.setLong(4, told.index());
            RowInsert.columns(statement, APPEND_COLUMNS, rows);
            inCommit = true;
            try (ResultSet last = statement.executeQuery()) {
                last.next();
                return last.getLong(1);
            } catch (SQLException e) {
                inCommit = !refusedByTheServer(e);
                throw e;
            }
        }
    }

    /** The server itself says that it failed, so nothing was stored. Without such a word it may have been. */
    private static boolean refusedByTheServer(SQLException e) {
        String state = e.getSQLState();
        return state != null && AT_THE_END.stream().noneMatch(state::startsWith);
    }

    /** Data exceptions and broken constraints: what the other appends of the batch have no part in. */
    private static boolean liesInTheRows(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /** A batch with a loser may have a row as well that cannot be stored, which came after it. */
    private void storeTheRest(List<Append> batch) throws SQLException {
        try {
            storeWithoutLosers(batch);
        } catch (SQLException e) {
            if (!liesInTheRows(e)) {
                throw e;
            }
            storeOneByOne(batch, e);
        }
    }

    private void storeOneByOne(List<Append> batch, SQLException refusal) throws SQLException {
        inCommit = false;
        if (batch.size() == 1) {
            refuse(batch.getFirst(), refusal);
            return;
        }
        for (Append append : batch) {
            try {
                storeWithoutLosers(List.of(append));
            } catch (SQLException e) {
                if (!liesInTheRows(e)) {
                    throw e;
                }
                inCommit = false;
                refuse(append, e);
            }
        }
    }

    private void refuse(Append append, SQLException refusal) throws SQLException {
        connection.rollback();
        refused++;
        append.lastIndex()
                .completeExceptionally(new LogUnavailableException(
                        "The log refused the change, so nothing was stored: " + refusal.getMessage(), true, refusal));
    }

    private void storeWithoutLosers(List<Append> batch) throws SQLException {
        long last = end.lockAndRead();
        Conflicts conflicts = Conflicts.of(batch, connection.open(), seconds);
        insertAndCommit(conflicts.winners(), last);
        conflicts.tellLosers();
    }

    private void insertAndCommit(List<Append> appends, long last) throws SQLException {
        List<EventRow> rows =
                appends.stream().flatMap(append -> append.rows().stream()).toList();
        List<EventKind> newKinds = List.of();
        if (!rows.isEmpty()) {
            RowInsert.rows(connection.open(), rows, last + 1, seconds);
            newKinds = RowInsert.kinds(connection.open(), rows, last + 1, kindsStored);
        }
        inCommit = true;
        connection.open().commit();
        kindsStored.addAll(newKinds);
        tell(appends, last);
    }

    /** To wake a caller takes microseconds: those of many callers are better spent while the next batch is stored. */
    private void tell(List<Append> appends, long last) {
        inCommit = false;
        tell(last, appends);
        if (appends.size() < TOLD_AT_ONCE) {
            complete(appends, last);
        } else {
            List<Append> stored = List.copyOf(appends);
            try {
                teller.execute(() -> complete(stored, last));
            } catch (RejectedExecutionException | Error unavailable) {
                // It is stored: whatever became of the other thread, that has to be told.
                complete(stored, last);
            }
        }
    }

    /** The newest event of the appends, all of them stored behind {@code last}. */
    private void tell(long last, List<Append> appends) {
        long index = last;
        @Nullable EventRow newest = null;
        for (Append append : appends) {
            index += append.rows().size();
            newest = append.rows().isEmpty() ? newest : append.rows().getLast();
        }
        if (newest != null) {
            told.told(index, newest.eventId());
        }
    }

    private static void complete(List<Append> appends, long last) {
        long index = last;
        for (Append append : appends) {
            index += append.rows().size();
            append.lastIndex().complete(index);
        }
    }

    private void abandon() {
        kindsStored.clear();
        connection.abandon();
    }

    @Override
    public void close() {
        // A server that takes over may lack what this one had.
        kindsStored.clear();
        connection.close();
    }
}
