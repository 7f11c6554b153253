package io.devicetrail.bench.append;

import java.sql.SQLException;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** A store of events that is measured: opened on an empty table, closed after each run. */
interface Appender extends AutoCloseable {
    EventStorageEngine engine();

    /** How many events the store holds; throws if it does not hold them as it promises. */
    long stored() throws SQLException;

    @Override
    void close();
}
