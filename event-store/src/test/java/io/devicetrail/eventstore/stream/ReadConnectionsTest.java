package io.devicetrail.eventstore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lock on the whole log stands for a server that says nothing. */
class ReadConnectionsTest {
    private final LogDatabase database = new LogDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoReadsTheLogDoesNotWaitForEverForAServerThatSaysNothing() throws Exception {
        LogReads reads = new LogReads(new ReadConnections(database.app(), Duration.ofMillis(300)));
        AggregateReads aggregates = reads.aggregates(new Snapshots(database.app(), SnapshotSerializer.create()));
        try (Connection owner = database.owner().getConnection();
                Statement lock = owner.createStatement()) {
            owner.setAutoCommit(false);
            lock.execute("lock table log.event in access exclusive mode");
            assertThatThrownBy(() -> reads.after(-1, 1))
                    .isInstanceOf(EventStoreException.class)
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> aggregates.of("nobody", 1))
                    .isInstanceOf(EventStoreException.class)
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
        assertThat(reads.after(-1, 1)).isEmpty();
    }

    /** Another user of the same connection may have a longer statement. */
    @Test
    void thePoolGetsItsConnectionBackAsItWas() throws Exception {
        HikariConfig one = new HikariConfig();
        one.setDataSource(database.app());
        one.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(one)) {
            int before = timeout(pool);
            new LogReads(pool).after(-1, 1);
            assertThat(timeout(pool)).isEqualTo(before);
        }
    }

    private static int timeout(HikariDataSource pool) throws Exception {
        try (Connection connection = pool.getConnection()) {
            return connection.getNetworkTimeout();
        }
    }
}
