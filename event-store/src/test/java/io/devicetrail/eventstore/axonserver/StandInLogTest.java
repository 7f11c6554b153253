package io.devicetrail.eventstore.axonserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogContract;
import io.devicetrail.eventstore.LogDatabase;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract over gRPC, against the stand-in: that our side runs, not that Axon Server does. */
@Execution(value = ExecutionMode.CONCURRENT, reason = "waits for connections to end most of the time")
class StandInLogTest extends LogContract {
    private final LogDatabase database = new LogDatabase();
    private final AxonServerStandIn server = AxonServerStandIn.start();
    private final AxonServerNode node =
            new AxonServerNode(database, AxonServerNode.address(server.address(), "a-secret"));

    @BeforeEach
    void connected() {
        await().until(() -> node.copy.status().sound());
    }

    @AfterEach
    void close() {
        node.close();
        server.close();
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

    @Test
    void contextAndTokenAreSaidWithEveryCall() {
        DeviceId device = DeviceId.of(TenantId.of("acme"), "Sick", "1");
        store().publish(message(device, 0, tagged(device), "command"));

        assertThat(server.saidByClients()).containsExactlyInAnyOrder("context default", "token a-secret");
    }

    @Test
    void theTokenIsNotAmongWhatIsWrittenOfAnAddress() {
        assertThat(AxonServerNode.address(server.address(), "a-secret").toString())
                .contains(server.address())
                .doesNotContain("a-secret");
    }
}
