package io.devicetrail.bench.append;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.app.embedded.PostgresRoles;
import io.devicetrail.bench.BenchDatabase;
import io.devicetrail.bench.Measuring;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.Serializer;

/**
 * The limit: the same rows, serialised beforehand, by one connection into a table with the same columns and indexes, one
 * insert of as many rows as there are callers and one commit. No callers, no lock, no look at the last index.
 */
final class BareInsert {
    private static final String INSERT = """
            insert into bare.event
            select index, type, id, sequence, event, command, ordinal, name, revision,
                   timestamptz 'epoch' + micros * interval '1 microsecond', payload, metadata
              from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::int[], ?::text[],
                          ?::int[], ?::bigint[], ?::bytea[], ?::bytea[])
                   as r(index, type, id, sequence, event, command, ordinal, name, revision, micros, payload, metadata)""";

    private BareInsert() {}

    /** Rows per second of the insert and its commit; making the rows does not count. */
    static double perSecond(BenchDatabase database, Measuring measuring, int rows, SplittableRandom random)
            throws SQLException {
        database.asOwner(
                "drop schema if exists bare cascade",
                "create schema bare",
                "create table bare.event (like log.event including all)",
                "grant usage on schema bare to " + PostgresRoles.APPLICATION,
                "grant insert on bare.event to " + PostgresRoles.APPLICATION);
        Taggings taggings = new Taggings(random, Clock.systemUTC());
        Serializer serializer = EventSerializer.create();
        long warmUp = measuring.warmUp().toNanos();
        long measured = measuring.seconds().toNanos();
        long spent = 0;
        long counted = 0;
        long index = 0;
        try (HikariDataSource pool = database.pool(1);
                Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            while (spent < warmUp + measured) {
                List<Row> batch = new ArrayList<>();
                for (int i = 0; i < rows; i++) {
                    batch.add(Row.of(index++, taggings.next(), serializer));
                }
                long begin = System.nanoTime();
                insert(connection, batch);
                connection.commit();
                counted += spent >= warmUp ? rows : 0;
                spent += System.nanoTime() - begin;
            }
        }
        return counted / ((spent - warmUp) / 1e9);
    }

    private static void insert(Connection connection, List<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            List<Column> columns = Column.ALL;
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                Object[] values = rows.stream().map(column.value()).toArray(column.array()::apply);
                statement.setArray(i + 1, connection.createArrayOf(column.type(), values));
            }
            statement.executeUpdate();
        }
    }

    private record Row(
            long index, DomainEventMessage<?> event, String command, String name, byte[] payload, byte[] metadata) {
        static Row of(long index, DomainEventMessage<?> event, Serializer serializer) {
            var payload = event.serializePayload(serializer, byte[].class);
            return new Row(
                    index,
                    event,
                    String.valueOf(event.getMetaData().get(Metadata.COMMAND_ID)),
                    payload.getType().getName(),
                    payload.getData(),
                    event.serializeMetaData(serializer, byte[].class).getData());
        }

        long micros() {
            return event.getTimestamp().getEpochSecond() * 1_000_000
                    + event.getTimestamp().getNano() / 1000;
        }
    }

    private record Column(String type, Function<Integer, Object[]> array, Function<Row, Object> value) {
        static final List<Column> ALL = List.of(
                plain("int8", Row::index),
                plain("text", row -> row.event().getType()),
                plain("text", row -> row.event().getAggregateIdentifier()),
                plain("int8", row -> row.event().getSequenceNumber()),
                plain("text", row -> row.event().getIdentifier()),
                plain("text", Row::command),
                plain("int4", row -> 0),
                plain("text", Row::name),
                plain("int4", row -> 1),
                plain("int8", Row::micros),
                new Column("bytea", byte[][]::new, Row::payload),
                new Column("bytea", byte[][]::new, Row::metadata));

        private static Column plain(String type, Function<Row, Object> value) {
            return new Column(type, Object[]::new, value);
        }
    }
}
