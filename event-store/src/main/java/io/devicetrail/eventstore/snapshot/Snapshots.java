package io.devicetrail.eventstore.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Table {@code process.snapshot}: the last one of each aggregate. */
public final class Snapshots {
    /**
     * The application's role writes the table: what is under the id of an aggregate of another type, none of ours put
     * there. Read by code of that type it would stand for the events before it.
     */
    public static final String OF_ITS_OWN_TYPE = "aggregate_type = (select first.aggregate_type from log.event first"
            + " where first.aggregate_id = process.snapshot.aggregate_id and first.sequence = 0)";

    private static final String STORE = """
            insert into process.snapshot as s
                   (aggregate_id, aggregate_type, sequence, name, revision, taken_at, payload)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (aggregate_id) do update
               set aggregate_type = excluded.aggregate_type, sequence = excluded.sequence, name = excluded.name,
                   revision = excluded.revision, taken_at = excluded.taken_at, payload = excluded.payload
             where s.sequence <= excluded.sequence or s.revision <> excluded.revision""";

    private static final String READ =
            "select aggregate_id, aggregate_type, sequence, name, revision, taken_at, payload"
                    + " from process.snapshot where aggregate_id = ? and " + OF_ITS_OWN_TYPE;

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final DataSource dataSource;
    private final Serializer serializer;

    public Snapshots(DataSource dataSource, Serializer serializer) {
        this.dataSource = dataSource;
        this.serializer = serializer;
    }

    public Serializer serializer() {
        return serializer;
    }

    /** Keeps it, unless a later one of the same code is there. */
    public void store(DomainEventMessage<?> snapshot) {
        SerializedObject<byte[]> payload = snapshot.serializePayload(serializer, byte[].class);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(STORE)) {
            statement.setString(1, snapshot.getAggregateIdentifier());
            statement.setString(2, snapshot.getType());
            statement.setLong(3, snapshot.getSequenceNumber());
            statement.setString(4, payload.getType().getName());
            statement.setString(5, payload.getType().getRevision());
            statement.setObject(6, OffsetDateTime.ofInstant(snapshot.getTimestamp(), ZoneOffset.UTC));
            statement.setBytes(7, payload.getData());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new EventStoreException("The snapshot was not stored: " + e.getMessage(), e);
        }
    }

    /** The aggregate's, if today's code made it and can read it. */
    public Optional<DomainEventData<byte[]>> of(String aggregateId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, aggregateId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(entry(row)).filter(this::current) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new EventStoreException("The snapshot cannot be read: " + e.getMessage(), e);
        }
    }

    /** Read here once: later, a snapshot that cannot be read would fail every command of its aggregate. */
    public boolean current(DomainEventData<byte[]> snapshot) {
        try {
            return SnapshotSerializer.current(serializer, snapshot)
                    && serializer.deserialize(snapshot.getPayload()) != null;
        } catch (RuntimeException unreadable) {
            LOG.warn(
                    "The snapshot of {} cannot be read; its events are", snapshot.getAggregateIdentifier(), unreadable);
            return false;
        }
    }

    /** As events are stored with: a snapshot has none. */
    public byte[] noMetadata() {
        return serializer.serialize(MetaData.emptyInstance(), byte[].class).getData();
    }

    private DomainEventData<byte[]> entry(ResultSet row) throws SQLException {
        return new GenericDomainEventEntry<>(
                row.getString(2),
                row.getString(1),
                row.getLong(3),
                row.getString(1),
                row.getObject(6, OffsetDateTime.class).toInstant().toString(),
                row.getString(4),
                row.getString(5),
                row.getBytes(7),
                noMetadata());
    }
}
