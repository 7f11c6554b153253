package io.devicetrail.app.wiring;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.eventstore.append.EventRow;
import io.devicetrail.eventstore.stream.RowReads;
import io.devicetrail.eventstore.stream.StoredRow;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The log's rows as the ledger takes them. */
public final class LogEntrySource implements EntrySource {
    private final RowReads reads;

    public LogEntrySource(DataSource dataSource) {
        this.reads = new RowReads(dataSource);
    }

    @Override
    public void read(long first, int most, Sink sink) throws IOException {
        try {
            reads.read(first, most, row -> sink.accept(row(row)));
        } catch (SQLException e) {
            throw new IOException("the log cannot be read: " + e.getMessage(), e);
        }
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
