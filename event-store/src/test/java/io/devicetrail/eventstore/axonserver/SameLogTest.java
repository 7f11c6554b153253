package io.devicetrail.eventstore.axonserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogUnavailableException;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One row per way in which a table and an Axon Server can belong to different logs; each is refused at the start. */
@Execution(value = ExecutionMode.CONCURRENT, reason = "waits for connections to end most of the time")
class SameLogTest {
    private static final DeviceId DEVICE = DeviceId.of(TenantId.of("acme"), "Sick", "4711");

    private final LogDatabase database = new LogDatabase();
    private final AxonServerStandIn server = AxonServerStandIn.start();

    @AfterEach
    void close() {
        server.close();
        database.close();
    }

    @Test
    void aLogOfPostgresqlIsNotMovedToAxonServer() {
        LogDatabase.execute(
                database.owner(),
                "insert into log.event values (0, 'Device', 'x', 0, 'e', 'c', 0, 'device.DeviceTagged', 1, now(), '{}', '{}')");

        assertThatThrownBy(this::node)
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining("a log of its own")
                .hasMessageContaining("devicetrail.event-store=postgresql");
        server.goAway();
        assertThatThrownBy(this::node).isInstanceOf(LogUnavailableException.class);
    }

    @Test
    void aCopyIsNotContinuedOnPostgresql() {
        assertThatCode(() -> SameLog.requireNoCopy(database.app())).doesNotThrowAnyException();
        stored(3).close();

        assertThatThrownBy(() -> SameLog.requireNoCopy(database.app()))
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining("context default")
                .hasMessageContaining("devicetrail.event-store=axon-server");
    }

    @Test
    void theSameServerIsTakenAgainAlsoWithoutTheMark() {
        stored(3).close();
        node().close();
        LogDatabase.execute(database.owner(), "delete from process.token");
        node().close();
        assertThatThrownBy(() -> SameLog.requireNoCopy(database.app())).isInstanceOf(ForeignLogException.class);
    }

    @Test
    void anotherServersLogIsRefused() {
        stored(3).close();
        try (AxonServerStandIn another = AxonServerStandIn.start();
                LogDatabase empty = new LogDatabase()) {
            try (AxonServerNode node = new AxonServerNode(empty, AxonServerNode.address(another.address(), null))) {
                store(node, 5);
            }
            assertThatThrownBy(() -> new AxonServerNode(database, AxonServerNode.address(another.address(), null)))
                    .isInstanceOf(ForeignLogException.class)
                    .hasMessageContaining("another Axon Server");
        }
    }

    @Test
    void anAxonServerThatHasLostEventsIsRefused() {
        stored(3).close();
        server.lose(1);

        assertThatThrownBy(this::node)
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining("ends with event 2")
                .hasMessageContaining("with event 1");
    }

    @Test
    void lostEventsThatWereReplacedByOthersAreNoticedAsWell() {
        stored(3).close();
        server.lose(1);
        try (LogDatabase other = new LogDatabase();
                AxonServerNode node = new AxonServerNode(other, AxonServerNode.address(server.address(), null))) {
            await().until(() -> node.copy.status().sound());
            node.store.publish(message(2));
        }
        assertThatThrownBy(this::node).isInstanceOf(ForeignLogException.class).hasMessageContaining("Event 2 is");
    }

    @Test
    void anotherContextIsRefused() {
        stored(1).close();

        assertThatThrownBy(() -> new AxonServerNode(
                        database, new AxonServerAddress(List.of(server.address()), "another", null, false, null)))
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining("devicetrail.axon-server.context=default");
    }

    @Test
    void aServerThatComesBackWithAnotherLogIsAnAlarm() {
        try (AxonServerNode node = stored(3)) {
            server.goAway();
            server.lose(2);
            server.comeBack();

            await().untilAsserted(() -> assertThat(node.copy.status().trouble()).contains("ends with event 2"));
            assertThat(node.copy.status().sound()).isFalse();
            assertThatThrownBy(() -> node.store.publish(message(1))).isInstanceOf(LogUnavailableException.class);
        }
    }

    private AxonServerNode node() {
        return new AxonServerNode(database, AxonServerNode.address(server.address(), null));
    }

    /** A node whose log, copied, has that many events. */
    private AxonServerNode stored(int events) {
        AxonServerNode node = node();
        store(node, events);
        return node;
    }

    private static void store(AxonServerNode node, int events) {
        await().until(() -> node.copy.status().sound());
        for (int i = 0; i < events; i++) {
            node.store.publish(message(i));
        }
        await().until(() -> node.reads.head() == events - 1);
    }

    private static GenericDomainEventMessage<?> message(long sequence) {
        return new GenericDomainEventMessage<>(
                "Device", DEVICE.toString(), sequence, new DeviceTagged(DEVICE, "n", null, "v"));
    }
}
