package io.devicetrail.eventstore.axonserver;

import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.eventstore.LogContract;
import io.devicetrail.eventstore.LogDatabase;
import java.time.Duration;
import java.util.Objects;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract against a real Axon Server. {@code AXON_SERVER} names its gRPC side, {@code host:port}, and
 * {@code AXON_SERVER_TOKEN} the token where access control is on. It adds events to the context {@code default}, under
 * ids of its own, so it can run again and again; nobody else may use the context meanwhile.
 */
@EnabledIfEnvironmentVariable(
        named = "AXON_SERVER",
        matches = ".+",
        disabledReason = "AXON_SERVER does not name an Axon Server (host:port)")
class RealAxonServerTest extends LogContract {
    /** All that earlier runs have left there is copied first. */
    private static final Duration COPYING = Duration.ofMinutes(2);

    private final LogDatabase database = new LogDatabase();
    private final AxonServerNode node = new AxonServerNode(
            database,
            AxonServerNode.address(
                    Objects.requireNonNull(System.getenv("AXON_SERVER")), System.getenv("AXON_SERVER_TOKEN")));

    @BeforeEach
    void caughtUp() {
        await().atMost(COPYING)
                .ignoreExceptions()
                .until(() -> node.copy.status().sound() && node.reads.head() == node.copy.head());
    }

    @AfterEach
    void close() {
        node.close();
        database.close();
    }

    @Override
    protected EventStore store() {
        return node.store;
    }

    @Override
    protected LogPositions positions() {
        return node.copy;
    }
}
