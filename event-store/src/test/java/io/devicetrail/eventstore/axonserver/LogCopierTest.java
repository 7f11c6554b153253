package io.devicetrail.eventstore.axonserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.axoniq.axonserver.grpc.MetaDataValue;
import io.axoniq.axonserver.grpc.event.Event;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogUnavailableException;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.stream.RowReads;
import io.devicetrail.eventstore.stream.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(value = ExecutionMode.CONCURRENT, reason = "waits for connections to end most of the time")
class LogCopierTest {
    private static final DeviceId DEVICE = DeviceId.of(TenantId.of("acme"), "Sick", "4711");
    private static final String HOLDER = "select l.pid from pg_locks l join pg_database d on d.oid = l.database"
            + " where l.locktype = 'advisory' and l.granted and d.datname = current_database()";

    private final LogDatabase database = new LogDatabase();
    private final AxonServerStandIn server = AxonServerStandIn.start();
    private final List<AxonServerNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(AxonServerNode::close);
        server.close();
        database.close();
    }

    @Test
    void theCopyHoldsWhatReadersSeeByteForByte() throws Exception {
        AxonServerNode node = node();
        node.store.publish(tagged(0, "command"), tagged(1, "command"));
        node.store.publish(tagged(2, "another"));

        assertThat(node.copy.lastOf("command")).hasValue(1);
        assertThat(node.copy.lastOf("another")).hasValue(2);
        List<StoredRow> rows = rows();
        assertThat(rows).extracting(row -> row.row().ordinal()).containsExactly(0, 1, 0);
        try (var stream = node.store.openStream(null)) {
            for (StoredRow row : rows) {
                TrackedEventMessage<?> read = stream.nextAvailable();
                var serializer = EventSerializer.create();
                assertThat(row.index())
                        .isEqualTo(read.trackingToken().position().orElseThrow());
                assertThat(row.row().eventId()).isEqualTo(read.getIdentifier());
                assertThat(row.row().recordedAt()).isEqualTo(read.getTimestamp());
                assertThat(row.row().payload())
                        .isEqualTo(
                                read.serializePayload(serializer, byte[].class).getData());
                assertThat(row.row().metadata())
                        .isEqualTo(
                                read.serializeMetaData(serializer, byte[].class).getData());
            }
        }
        assertThat(node.reads.kinds()).containsExactly("device.DeviceTagged 1");
    }

    @Test
    void aCopierThatLosesItsDatabaseGoesOnWhereItWas() {
        AxonServerNode node = node();
        for (int i = 0; i < 50; i++) {
            node.store.publish(tagged(i, UUID.randomUUID().toString()));
            if (i % 10 == 5) {
                LogDatabase.execute(database.owner(), "select pg_terminate_backend(pid) from (" + HOLDER + ") h(pid)");
            }
        }
        awaitCopied(node, 49);
        assertThat(rows())
                .extracting(StoredRow::index)
                .containsExactlyElementsOf(LongStream.range(0, 50).boxed().toList());
    }

    @Test
    void aNodeThatStartsLaterCopiesWhatIsMissing() {
        AxonServerNode first = node();
        first.store.publish(tagged(0, "a"));
        awaitCopied(first, 0);
        first.close();
        nodes.remove(first);
        for (int i = 1; i < 10; i++) {
            server.put(foreign("p" + i).toBuilder()
                    .setPayload(foreign("p").getPayload().toBuilder().setRevision("1"))
                    .build());
        }

        awaitCopied(node(), 9);
    }

    @Test
    void ofTwoNodesOneCopiesAndTheOtherTakesOver() {
        AxonServerNode first = node();
        AxonServerNode second = node();
        first.store.publish(tagged(0, "a"));
        second.store.publish(tagged(1, "b"));
        for (AxonServerNode node : nodes) {
            assertThat(node.copy.lastOf("a")).hasValue(0);
            assertThat(node.copy.lastOf("b")).hasValue(1);
        }

        first.close();
        nodes.remove(first);
        await().untilAsserted(() -> {
            second.store.publish(tagged(
                    second.store.lastSequenceNumberFor(DEVICE.toString()).orElseThrow() + 1,
                    UUID.randomUUID().toString()));
            awaitCopied(second, second.copy.head());
        });
        assertThat(second.copy.status().trouble()).isNull();
    }

    @Test
    void aCommandThatAnotherProgramStoredTwiceIsCopiedTwice() {
        AxonServerNode node = node();
        node.store.publish(tagged(0, "twice"));
        server.put(named("twice", "1"));

        awaitCopied(node, 1);
        assertThat(rows()).extracting(row -> row.row().ordinal()).containsExactly(0, 1);
        assertThat(node.copy.lastOf("twice")).hasValue(1);
    }

    @Test
    void aGapInAxonServersIndexStopsAllThatNeedsTheCopy() {
        AxonServerNode node = node();
        node.store.publish(tagged(0, "a"));
        awaitCopied(node, 0);
        server.leap(3);
        server.put(named("b", "1"));

        await().until(() -> !node.copy.status().sound());
        assertThat(node.copy.status().trouble()).contains("event 4 where event 1 was due");
        assertThatThrownBy(() -> node.store.publish(tagged(1, "c"))).isInstanceOf(LogUnavailableException.class);
        assertThatThrownBy(() -> node.copy.lastOf("a")).isInstanceOf(LogUnavailableException.class);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void anEventThatIsNotOursStopsTheCopying() {
        AxonServerNode node = node();
        server.put(foreign("x"));

        await().until(() -> !node.copy.status().sound());
        assertThat(node.copy.status().trouble()).contains("not of Devicetrail", "a context of its own");
    }

    @Test
    void somebodyElseWhoWritesToTheTableIsNoticed() {
        AxonServerNode node = node();
        node.store.publish(tagged(0, "a"));
        awaitCopied(node, 0);
        LogDatabase.execute(
                database.owner(),
                "insert into log.event values (1, 'Device', 'x', 0, 'e', 'c', 0, 'device.DeviceTagged', 1, now(), '{}', '{}')");
        node.store.publish(tagged(1, "b"));

        await().until(() -> !node.copy.status().sound());
        assertThat(node.copy.status().trouble()).contains("somebody else writes to it");
    }

    private AxonServerNode node() {
        AxonServerNode node = new AxonServerNode(database, AxonServerNode.address(server.address(), null));
        nodes.add(node);
        await().until(() -> node.copy.status().sound());
        return node;
    }

    private static void awaitCopied(AxonServerNode node, long index) {
        await().until(() -> node.reads.head() == index);
    }

    private List<StoredRow> rows() {
        List<StoredRow> rows = new ArrayList<>();
        try {
            new RowReads(database.app()).read(0, 1_000, rows::add);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    private static DomainEventMessage<?> tagged(long sequence, String command) {
        return new GenericDomainEventMessage<>(
                "Device",
                DEVICE.toString(),
                sequence,
                new DeviceTagged(DEVICE, "n", null, "v"),
                Map.of("tenant", "acme", Metadata.COMMAND_ID, command));
    }

    /** As another program writes it: with no revision unless given. */
    private static Event named(String command, String revision) {
        Event event = foreign(UUID.randomUUID().toString());
        return event.toBuilder()
                .putMetaData(
                        Metadata.COMMAND_ID,
                        MetaDataValue.newBuilder().setTextValue(command).build())
                .setPayload(event.getPayload().toBuilder().setRevision(revision))
                .build();
    }

    private static Event foreign(String id) {
        return Event.newBuilder()
                .setMessageIdentifier(id)
                .setPayload(io.axoniq.axonserver.grpc.SerializedObject.newBuilder()
                        .setType("device.DeviceTagged")
                        .setData(com.google.protobuf.ByteString.copyFromUtf8("{}")))
                .build();
    }
}
