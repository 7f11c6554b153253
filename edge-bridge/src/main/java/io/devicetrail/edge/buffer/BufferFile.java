package io.devicetrail.edge.buffer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * The SQLite file under the buffer. WAL with synchronous=FULL: a committed message survives kill -9 and power loss.
 * Exclusive locking: a second bridge on the same file would number the same device twice.
 */
final class BufferFile {

    private static final int BUSY_TIMEOUT_MILLIS = 3_000;

    private BufferFile() {}

    static Connection open(Path file) throws SQLException {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (java.io.IOException e) {
            throw new SQLException("its folder cannot be made: " + e.getMessage(), e);
        }
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout=" + BUSY_TIMEOUT_MILLIS);
            statement.execute("pragma locking_mode=exclusive");
            statement.execute("pragma journal_mode=wal");
            statement.execute("pragma synchronous=full");
            // autoincrement: an id is never used again, so a late acknowledgement cannot delete a newer message.
            statement.execute("""
                    create table if not exists message(
                        id integer primary key autoincrement, tenant text not null, device text not null,
                        seq integer not null, payload blob not null)""");
            statement.execute("create index if not exists message_of_device on message(tenant, device, id)");
            statement.execute("""
                    create table if not exists device(
                        tenant text not null, device text not null, next_seq integer not null,
                        primary key(tenant, device)) without rowid""");
            statement.execute(
                    "create table if not exists origin(one integer primary key check(one=1), boot text not null,"
                            + " dropped integer not null)");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** The numbers continue over restarts, so the boot id belongs to the file, not to the process. */
    static String boot(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into origin values(1, ?, 0) on conflict do nothing")) {
            insert.setString(1, "edge-" + UUID.randomUUID());
            insert.executeUpdate();
        }
        connection.commit();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select boot from origin")) {
            row.next();
            return row.getString(1);
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
