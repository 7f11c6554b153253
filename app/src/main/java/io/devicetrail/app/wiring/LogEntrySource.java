package io.devicetrail.app.wiring;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.audit.ledger.UnreadableRow;
import io.devicetrail.eventstore.append.EventRow;
import io.devicetrail.eventstore.append.PlainTables;
import io.devicetrail.eventstore.stream.RowReads;
import io.devicetrail.eventstore.stream.StoredRow;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** The log's rows as the ledger takes them. */
public final class LogEntrySource implements EntrySource {
    /**
     * Classes of SQLSTATE that speak of the connection, of the server or of this moment: connection, authorization and
     * database name, rollback, resources, state of an object, intervention and system. Any other is about what is read.
     */
    private static final Set<String> AWAY = Set.of("08", "28", "3D", "40", "53", "55", "57", "58");

    private static final int CLASS = 2;

    private final DataSource dataSource;
    private final RowReads reads;

    public LogEntrySource(DataSource dataSource) {
        this.dataSource = dataSource;
        this.reads = new RowReads(dataSource);
    }

    @Override
    public void read(long first, int most, Sink sink) throws IOException {
        try {
            reads.read(first, most, row -> sink.accept(row(row)));
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public void at(long index, Sink sink) throws IOException {
        try {
            for (StoredRow row : reads.at(index)) {
                sink.accept(row(row));
            }
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public List<String> otherFaces() throws IOException {
        try {
            return PlainTables.departures(dataSource);
        } catch (SQLException e) {
            throw new IOException("the log's tables cannot be looked at: " + e.getMessage(), e);
        }
    }

    /**
     * What is known without a state, such as a pool that gave no connection, is about no row.
     *
     * @throws UnreadableRow if the log is not away
     */
    private static IOException away(SQLException e) {
        String state = e.getSQLState();
        if (state != null && state.length() > CLASS && !AWAY.contains(state.substring(0, CLASS))) {
            throw new UnreadableRow("SQLSTATE " + state, e);
        }
        return new IOException("the log cannot be read: " + e.getMessage(), e);
    }

    private static LogRow row(StoredRow stored) {
        EventRow row = stored.row();
        return new LogRow(
                stored.index(),
                row.aggregateType(),
                row.aggregateId(),
                row.sequence(),
                row.eventId(),
                row.commandId(),
                row.ordinal(),
                row.name(),
                row.revision(),
                row.recordedAt(),
                row.payload(),
                row.metadata());
    }
}
