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
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.Serializer;
import org.postgresql.PGConnection;

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
                // Arrays of their own type, which the driver sends in binary, as the product does.
                statement.setArray(
                        i + 1,
                        connection
                                .unwrap(PGConnection.class)
                                .createArrayOf(column.type(), column.array().apply(rows)));
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

    private record Column(String type, Function<List<Row>, Object> array) {
        static final List<Column> ALL = List.of(
                longs(Row::index),
                texts(row -> row.event().getType()),
                texts(row -> row.event().getAggregateIdentifier()),
                longs(row -> row.event().getSequenceNumber()),
                texts(row -> row.event().getIdentifier()),
                texts(Row::command),
                ints(row -> 0),
                texts(Row::name),
                ints(row -> 1),
                longs(Row::micros),
                bytes(Row::payload),
                bytes(Row::metadata));

        private static Column longs(ToLongFunction<Row> value) {
            return new Column("int8", rows -> rows.stream().mapToLong(value).toArray());
        }

        private static Column ints(ToIntFunction<Row> value) {
            return new Column("int4", rows -> rows.stream().mapToInt(value).toArray());
        }

        private static Column texts(Function<Row, String> value) {
            return new Column("text", rows -> rows.stream().map(value).toArray(String[]::new));
        }

        private static Column bytes(Function<Row, byte[]> value) {
            return new Column("bytea", rows -> rows.stream().map(value).toArray(byte[][]::new));
        }
    }
}
