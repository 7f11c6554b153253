package io.devicetrail.edge.buffer;

import io.devicetrail.edge.buffer.BufferSettings.WhenFull;
import io.devicetrail.edge.source.EdgeDevice;
import io.devicetrail.edge.source.Reading;
import io.devicetrail.edge.source.ReadingSink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The durable queue: a message gets its number and is stored in one transaction, and is deleted only when the broker
 * has acknowledged it. A crash between acknowledgement and deletion sends it again with the same number.
 */
public final class Buffer implements ReadingSink, AutoCloseable {

    private final BufferSettings settings;
    private final Connection connection;
    private final String boot;
    /** Taken by an uplink and not yet acknowledged; lives as long as this process, so a restart offers them again. */
    private final Map<EdgeDevice, TreeSet<Long>> inFlight = new HashMap<>();

    private Consumer<EdgeDevice> onAppend = device -> {};
    private long buffered;
    private long appended;
    private long acknowledged;
    private long dropped;

    private Buffer(BufferSettings settings, Connection connection) throws SQLException {
        this.settings = settings;
        this.connection = connection;
        this.boot = BufferFile.boot(connection);
        this.buffered = BufferFile.number(connection, "select count(*) from message");
        this.dropped = BufferFile.number(connection, "select dropped from origin");
        connection.commit();
    }

    /** @throws ReadingNotStored when the file cannot be used; the message names the file and the reason */
    public static Buffer open(BufferSettings settings) {
        try {
            return new Buffer(settings, BufferFile.open(settings.file()));
        } catch (SQLException e) {
            String why = e.getErrorCode() == org.sqlite.SQLiteErrorCode.SQLITE_BUSY.code
                    ? "is in use by another process"
                    : "cannot be used: " + e.getMessage();
            throw new ReadingNotStored("buffer " + settings.file() + " " + why, e);
        }
    }

    /** Called after each stored message, on the reading thread; must not block. */
    public synchronized void onAppend(Consumer<EdgeDevice> listener) {
        onAppend = listener;
    }

    @Override
    public synchronized boolean hasRoom() {
        return settings.whenFull() == WhenFull.DROP_OLDEST || buffered < settings.maxMessages();
    }

    @Override
    public synchronized void append(Reading reading) {
        try {
            // Stop-reading stores what was read before the stop was seen; only drop-oldest gives anything up.
            long excess = settings.whenFull() == WhenFull.DROP_OLDEST ? buffered + 1 - settings.maxMessages() : 0;
            long gone = excess > 0 ? deleteOldest(excess) : 0;
            insert(reading);
            connection.commit();
            buffered += 1 - gone;
            dropped += gone;
            appended++;
        } catch (SQLException e) {
            rollback(e);
            throw new ReadingNotStored(String.valueOf(e.getMessage()), e);
        }
        onAppend.accept(reading.device());
    }

    private void insert(Reading reading) throws SQLException {
        EdgeDevice device = reading.device();
        long seq = nextSeq(device);
        try (PreparedStatement insert =
                connection.prepareStatement("insert into message(tenant, device, seq, payload) values(?,?,?,?)")) {
            insert.setString(1, device.tenant());
            insert.setString(2, device.id().toString());
            insert.setLong(3, seq);
            insert.setBytes(4, TelemetryJson.encode(boot, seq, reading));
            insert.executeUpdate();
        }
    }

    private long nextSeq(EdgeDevice device) throws SQLException {
        try (PreparedStatement next = connection.prepareStatement("""
                insert into device values(?,?,1) on conflict(tenant, device) do update set next_seq=next_seq+1
                returning next_seq-1""")) {
            next.setString(1, device.tenant());
            next.setString(2, device.id().toString());
            try (ResultSet row = next.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** What is in flight stays: the broker may have it already, and then it would count as both sent and dropped. */
    private long deleteOldest(long count) throws SQLException {
        List<Long> flying = new ArrayList<>();
        inFlight.values().forEach(flying::addAll);
        try (PreparedStatement delete = connection.prepareStatement("delete from message where id in (select id from"
                + " message where id not in (" + list(flying) + ") order by id limit ?)")) {
            delete.setLong(1, count);
            long gone = delete.executeUpdate();
            try (PreparedStatement counted = connection.prepareStatement("update origin set dropped=dropped+?")) {
                counted.setLong(1, gone);
                counted.executeUpdate();
            }
            return gone;
        }
    }

    /** The device's oldest messages that are not in flight yet, in order; they are in flight from now on. */
    public synchronized List<BufferedMessage> take(EdgeDevice device, int most) {
        TreeSet<Long> flying = inFlight.computeIfAbsent(device, d -> new TreeSet<>());
        List<BufferedMessage> taken = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select id, seq, payload from message where tenant=? and device=? and id>? order by id limit ?")) {
            select.setString(1, device.tenant());
            select.setString(2, device.id().toString());
            select.setLong(3, flying.isEmpty() ? 0 : flying.last());
            select.setInt(4, most);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    taken.add(new BufferedMessage(rows.getLong(1), rows.getLong(2), rows.getBytes(3)));
                }
            }
            connection.commit();
        } catch (SQLException e) {
            rollback(e);
            throw new ReadingNotStored(String.valueOf(e.getMessage()), e);
        }
        taken.forEach(message -> flying.add(message.id()));
        return taken;
    }

    /** The broker has these: they are deleted in one transaction. */
    public synchronized void acknowledged(EdgeDevice device, Collection<Long> ids) {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from message where id in (" + list(ids) + ")")) {
            int gone = delete.executeUpdate();
            connection.commit();
            buffered -= gone;
            acknowledged += gone;
        } catch (SQLException e) {
            rollback(e);
            throw new ReadingNotStored(String.valueOf(e.getMessage()), e);
        }
        inFlight.getOrDefault(device, new TreeSet<>()).removeAll(ids);
    }

    /** The connection is gone: whatever was not acknowledged on it will be taken again, oldest first. */
    public synchronized void release(EdgeDevice device) {
        inFlight.remove(device);
    }

    public synchronized BufferFigures figures() {
        return new BufferFigures(boot, buffered, appended, acknowledged, dropped);
    }

    private static String list(Collection<Long> ids) {
        StringBuilder list = new StringBuilder();
        ids.forEach(id -> list.append(list.isEmpty() ? "" : ",").append(id.longValue()));
        return list.toString();
    }

    private void rollback(SQLException cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new ReadingNotStored(String.valueOf(e.getMessage()), e);
        }
    }
}
