package io.devicetrail.eventstore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogUnavailableException;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.append.WriterSession;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A writer stalls between its insert and its commit while others go on. Axon's own JDBC engine, as it comes, gives the
 * stalled event a place that readers stop looking at; on our log nobody can get past it.
 */
class StalledWriterTest {
    /** Places of the stock engine's log, at its defaults, after which a reader gives up on a gap, and a few more. */
    private static final int PAST_THE_GAP = 10_050;

    private static final int EVENTS_OF_A_COMMIT = 1_000;
    private static final DeviceId STALLED = DeviceId.of(TenantId.of("acme"), "Sick", "stalled");
    private static final DeviceId OTHER = DeviceId.of(TenantId.of("acme"), "Sick", "other");

    private final LogDatabase database = new LogDatabase();
    private final Serializer serializer = EventSerializer.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theStockEngineNeverShowsItsReaderTheStalledEvent() throws Exception {
        try (Connection stalled = database.owner().getConnection();
                Connection others = database.owner().getConnection()) {
            JdbcEventStorageEngine writer = stock(others);
            writer.createSchema(PostgresEventTableFactory.INSTANCE);
            stalled.setAutoCommit(false);
            others.setAutoCommit(false);
            stock(stalled).appendEvents(tagged(STALLED, 0));
            int stored = 0;
            for (; stored < PAST_THE_GAP; stored += EVENTS_OF_A_COMMIT) {
                writer.appendEvents(LongStream.range(stored, stored + EVENTS_OF_A_COMMIT)
                        .mapToObj(sequence -> tagged(OTHER, sequence))
                        .toList());
                others.commit();
            }
            Reader reader = new Reader(writer);
            reader.readOn();
            stalled.commit();
            reader.readOn();

            assertThat(reader.seen).hasSize(stored).doesNotContain(STALLED.toString());
            assertThat(writer.readEvents(STALLED.toString()).asStream())
                    .as("it is stored, and acknowledged")
                    .hasSize(1);
        }
    }

    @Test
    void onOurLogNobodyPassesTheStalledWriter() throws Exception {
        StalledConnections connections = new StalledConnections();
        try (LogWriter stalled = new LogWriter(connections.of(database.app()), LogWriterSettings.DEFAULT);
                LogWriter others = new LogWriter(
                        database.app(),
                        new LogWriterSettings(1_000, 1_000, Duration.ofSeconds(20), Duration.ofSeconds(20)))) {
            LogReads reads = new LogReads(database.app());
            Reader reader = new Reader(ours(others, reads));
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> ours(stalled, reads).appendEvents(tagged(STALLED, 0)));
            assertThat(connections.atCommit.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> second =
                    CompletableFuture.runAsync(() -> ours(others, reads).appendEvents(tagged(OTHER, 0)));
            awaitWriterBehindLock();
            reader.readOn();
            assertThat(reader.seen).as("nobody has overtaken").isEmpty();

            connections.letGo();
            CompletableFuture.allOf(first, second).get(10, TimeUnit.SECONDS);
            reader.readOn();
            assertThat(reader.seen).containsExactly(STALLED.toString(), OTHER.toString());
        }
    }

    /** A node that froze between two statements of its batch, or that nobody reaches any more. */
    @Test
    void aWriterThatFallsSilentUnderTheLockStopsTheOthersForSecondsOnly() throws Exception {
        StalledConnections connections = new StalledConnections();
        try (LogWriter silent = new LogWriter(connections.of(database.app()), LogWriterSettings.DEFAULT);
                LogWriter others = new LogWriter(database.app(), LogWriterSettings.DEFAULT)) {
            LogReads reads = new LogReads(database.app());
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> ours(silent, reads).appendEvents(tagged(STALLED, 0)));
            assertThat(connections.atCommit.await(10, TimeUnit.SECONDS)).isTrue();
            EventStorageEngine engine = ours(others, reads);
            await().atMost(WriterSession.SILENCE.plusSeconds(3))
                    .ignoreExceptionsInstanceOf(LogUnavailableException.class)
                    .untilAsserted(() -> engine.appendEvents(tagged(OTHER, 0)));

            connections.letGo();
            assertThat(first).failsWithin(Duration.ofSeconds(10));
            Reader reader = new Reader(engine);
            reader.readOn();
            assertThat(reader.seen).containsExactly(OTHER.toString());
        }
    }

    private void awaitWriterBehindLock() {
        await().until(() -> {
            try (Connection connection = database.owner().getConnection();
                    var result = connection
                            .createStatement()
                            .executeQuery(
                                    "select count(*) from pg_locks where locktype = 'advisory' and not granted"
                                            + " and database = (select oid from pg_database where datname = current_database())")) {
                return result.next() && result.getInt(1) == 1;
            }
        });
    }

    private JdbcEventStorageEngine stock(Connection connection) {
        ConnectionProvider unclosed = () -> Unclosed.of(connection);
        return JdbcEventStorageEngine.builder()
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .connectionProvider(unclosed)
                .transactionManager(NoTransactionManager.INSTANCE)
                .build();
    }

    private PostgresEventStorageEngine ours(LogWriter writer, LogReads reads) {
        return PostgresEventStorageEngine.on(
                writer, reads, new Snapshots(database.app(), SnapshotSerializer.create()), serializer);
    }

    private static DomainEventMessage<?> tagged(DeviceId device, long sequence) {
        return new GenericDomainEventMessage<>(
                "device",
                device.toString(),
                sequence,
                new GenericMessage<>(new DeviceEvent.DeviceTagged(device, "n", null, "v"), Map.of("tenant", "acme")),
                java.time.Instant.now());
    }

    /** Goes on from where it was, as an event processor does. */
    private static final class Reader {
        final List<String> seen = new ArrayList<>();
        private final EventStorageEngine engine;
        private @Nullable TrackingToken token;

        Reader(EventStorageEngine engine) {
            this.engine = engine;
        }

        void readOn() {
            List<? extends TrackedEventMessage<?>> page;
            do {
                page = engine.readEvents(token, false).toList();
                for (TrackedEventMessage<?> event : page) {
                    seen.add(((DomainEventMessage<?>) event).getAggregateIdentifier());
                    token = event.trackingToken();
                }
            } while (!page.isEmpty());
        }
    }
}
