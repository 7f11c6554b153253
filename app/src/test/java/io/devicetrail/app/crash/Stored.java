package io.devicetrail.app.crash;

import io.devicetrail.app.crash.Journal.Read;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the database holds, read as the application's own role. */
record Stored(
        List<Event> events, List<Message> messages, List<Values> values, List<String> gaps, List<String> misfits) {
    record Event(long index, String aggregate, long sequence, String command, int ordinal, String name) {}

    /** All values of one message, in their order. */
    record Values(Message message, String values) {}

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    static Stored read(Path home, String address) throws Exception {
        try (Connection connection = connect(home, address)) {
            return new Stored(
                    all(
                            connection,
                            "select index, aggregate_id, sequence, command_id, command_ordinal, name from log.event"
                                    + " order by index",
                            row -> new Event(
                                    row.getLong(1),
                                    row.getString(2),
                                    row.getLong(3),
                                    row.getString(4),
                                    row.getInt(5),
                                    row.getString(6))),
                    all(connection, "select device_id, boot, seq from ingress.telemetry_message", Stored::message),
                    all(
                            connection,
                            "select device_id, boot, seq,"
                                    + " string_agg(name || '=' || value_number, ' ' order by position)"
                                    + " from ingress.telemetry group by device_id, boot, seq",
                            row -> new Values(message(row), row.getString(4))),
                    all(connection, "select g::text from ingress.telemetry_gap g", row -> row.getString(1)),
                    all(
                            connection,
                            "select topic || ' ' || reason || ' ' || detail from ingress.quarantine",
                            row -> row.getString(1)));
        }
    }

    /** The rows that the read models consist of, but for the generation they are of. */
    static Set<String> readModels(Path home, String address) throws Exception {
        try (Connection connection = connect(home, address)) {
            Set<String> rows = new TreeSet<>();
            for (String table : List.of(
                    "read.tenant",
                    "read.site",
                    "read.device_model",
                    "read.device",
                    "read.fleet_document",
                    "read.audit_entry",
                    "read.command",
                    "ingress.device_contract",
                    "ingress.model_contract")) {
                rows.addAll(all(
                        connection,
                        "select to_jsonb(t) - 'generation' from " + table + " t",
                        row -> table + " " + row.getString(1)));
            }
            return rows;
        }
    }

    /** The whole log as a reader should have been given it; hashed by the database. */
    static List<Read> log(Path home, String address) throws Exception {
        try (Connection connection = connect(home, address)) {
            return all(
                    connection,
                    "select index, event_id, encode(sha256(payload || metadata), 'hex') from log.event order by index",
                    row -> new Read(row.getLong(1), row.getString(2), row.getString(3)));
        }
    }

    /** How many messages there are by now. */
    static long messages(Path home, String address) throws Exception {
        try (Connection connection = connect(home, address)) {
            return all(
                            connection,
                            "select (select count(*) from ingress.telemetry_message)"
                                    + " + (select count(*) from ingress.quarantine)",
                            row -> row.getLong(1))
                    .getFirst();
        }
    }

    /** What the sessions of the server are at, one a line. */
    static List<String> activity(Path home, String address) throws Exception {
        try (Connection connection = connect(home, address)) {
            return all(
                    connection,
                    "select concat_ws(' | ', pid, usename, state, wait_event_type, wait_event, now() - xact_start,"
                            + " now() - query_start, left(query, 300)) from pg_stat_activity order by xact_start",
                    row -> row.getString(1));
        }
    }

    private static Connection connect(Path home, String address) throws Exception {
        // As the application's own work: every tenant's rows.
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address + "/devicetrail" + "?options=-c%20devicetrail.reach%3D*",
                "devicetrail_app",
                Files.readString(home.resolve("secrets/postgres-app")));
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(row.getString(1), row.getString(2), row.getLong(3));
    }

    private static <T> List<T> all(Connection connection, String sql, Reading<T> reading) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reading.of(rows));
            }
            return all;
        }
    }
}
