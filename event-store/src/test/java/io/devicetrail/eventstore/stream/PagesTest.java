package io.devicetrail.eventstore.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.EventRow;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Neighbouring events of a megabyte each, and one that is larger than a page. */
class PagesTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int LARGER_THAN_A_PAGE = 9;
    private static final List<Integer> MEGABYTES = LongStream.range(0, 40)
            .mapToObj(index -> index == 20 ? LARGER_THAN_A_PAGE : 1)
            .toList();

    private final LogDatabase database = new LogDatabase();
    private final LogReads reads = new LogReads(database.app());
    private final RowReads rows = new RowReads(database.app());
    private final LogWriter writer = new LogWriter(
            database.app(), new LogWriterSettings(1_000, 1_000, Duration.ofSeconds(60), Duration.ofSeconds(60)));

    @AfterEach
    void close() {
        writer.close();
        database.close();
    }

    @Test
    void aPageIsBoundedByItsBytesAndEveryEventIsRead() throws Exception {
        for (int index = 0; index < MEGABYTES.size(); index++) {
            writer.append(List.of(row(index, MEGABYTES.get(index) * MEGABYTE)));
        }
        int most = (int) (LogReads.PAGE_BYTES / MEGABYTE);

        assertThat(reads.after(-1, LogReads.PAGE)).hasSize(most);
        assertThat(reads.after(19, LogReads.PAGE)).as("one is never too large").hasSize(1);
        assertThat(rows.page(0, LogReads.PAGE)).hasSize(most);
        assertThat(rows.page(20, LogReads.PAGE)).hasSize(1);

        PostgresEventStorageEngine engine = PostgresEventStorageEngine.on(
                writer, reads, new Snapshots(database.app(), SnapshotSerializer.create()), EventSerializer.create());
        List<String> read =
                engine.readEvents(null, false).map(EventMessage::getIdentifier).toList();
        List<String> all = LongStream.range(0, MEGABYTES.size())
                .mapToObj(index -> "event " + index)
                .toList();
        assertThat(read).isEqualTo(all);

        List<String> run = new ArrayList<>();
        rows.read(1, 30, row -> run.add(row.row().eventId()));
        assertThat(run).isEqualTo(all.subList(1, 31));
        run.clear();
        rows.read(35, 1_000, row -> run.add(row.row().eventId()));
        assertThat(run).isEqualTo(all.subList(35, 40));
    }

    /** With and without a snapshot's look-up in front. */
    @Test
    void soIsAPageOfOneAggregate() {
        for (int index = 0; index < MEGABYTES.size(); index++) {
            writer.append(List.of(row("a", index, MEGABYTES.get(index) * MEGABYTE)));
        }
        Snapshots snapshots = new Snapshots(database.app(), SnapshotSerializer.create());
        int most = (int) (LogReads.PAGE_BYTES / MEGABYTE);

        assertThat(reads.ofAggregate("a", 0, LogReads.PAGE)).hasSize(most);
        assertThat(reads.ofAggregate("a", 20, LogReads.PAGE)).hasSize(1);
        assertThat(reads.aggregates(snapshots).of("a", LogReads.PAGE))
                .hasValueSatisfying(found -> assertThat(found.events()).hasSize(most));

        PostgresEventStorageEngine engine =
                PostgresEventStorageEngine.on(writer, reads, snapshots, EventSerializer.create());
        List<Long> all = LongStream.range(0, MEGABYTES.size()).boxed().toList();
        assertThat(engine.readEvents("a", 0).asStream().map(DomainEventMessage::getSequenceNumber))
                .isEqualTo(all);
        assertThat(engine.readAggregate("a").asStream().map(DomainEventMessage::getSequenceNumber))
                .isEqualTo(all);
    }

    /** Who asks whose a record is waits for no more than its beginning. */
    @Test
    void theFirstEventOfAnAggregateIsReadAlone() {
        for (int index = 0; index < 12; index++) {
            writer.append(List.of(row("a", index, MEGABYTE)));
        }
        CountedRows counted = new CountedRows(database.app());
        LogReads countedReads = new LogReads(counted.source());
        PostgresEventStorageEngine engine = PostgresEventStorageEngine.on(
                writer,
                countedReads,
                new Snapshots(database.app(), SnapshotSerializer.create()),
                EventSerializer.create());
        assertThat(engine.readFirst("a")).isPresent();
        assertThat(counted.rows()).isEqualTo(1);
        assertThat(countedReads.wrote("command 11", "a")).isTrue();
        assertThat(counted.rows()).as("one more").isEqualTo(2);
        assertThat(countedReads.wrote("command 11", "b")).isFalse();
        assertThat(engine.readFirst("b")).isEmpty();
        assertThat(counted.rows()).as("no more").isEqualTo(2);
    }

    private static EventRow row(int index, int bytes) {
        return row("a" + index, index, bytes);
    }

    /** The only event of an aggregate of its own, or the next of {@code a}. */
    private static EventRow row(String aggregate, int index, int bytes) {
        byte[] payload = ("{\"device\":\"5f07e413-d5c4-5b04-b16e-ef61dbc3d350\",\"name\":\"" + "x".repeat(bytes)
                        + "\",\"to\":\"v\"}")
                .getBytes(StandardCharsets.UTF_8);
        return new EventRow(
                "Device",
                aggregate,
                aggregate.equals("a") ? index : 0,
                "event " + index,
                "command " + index,
                0,
                "device.DeviceTagged",
                1,
                Instant.parse("2026-01-01T00:00:00Z"),
                payload,
                "{}".getBytes(StandardCharsets.UTF_8));
    }
}
