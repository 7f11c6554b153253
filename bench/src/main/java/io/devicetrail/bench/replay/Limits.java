package io.devicetrail.bench.replay;

import io.devicetrail.bench.BenchInstance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The bare resources, doing the least possible for the same rows. */
final class Limits {
    /** Documents of one bulk request, as many as the product sends. */
    private static final int BULK = 500;
    /** Rows that the cursor gives at a time. */
    private static final int FETCH = 512;

    private static final String SCRATCH = "bench-limit";

    private Limits() {}

    /** Events per second through a server-side cursor, whole rows, not looked at. */
    static double cursor(BenchInstance instance, long events) throws SQLException {
        long bytes = 0;
        long begin = System.nanoTime();
        try (Connection connection = instance.pool().getConnection()) {
            // A cursor lives in a transaction.
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH);
                try (ResultSet row = statement.executeQuery("select * from log.event order by index limit " + events)) {
                    int columns = row.getMetaData().getColumnCount();
                    while (row.next()) {
                        for (int column = 1; column <= columns; column++) {
                            bytes += row.getObject(column) instanceof byte[] value ? value.length : 0;
                        }
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (bytes == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return events / seconds;
    }

    /** Events per second that a COPY of the finished audit entries into an equal, empty table amounts to. */
    static double copy(BenchInstance instance, long events) throws SQLException, IOException {
        try (Connection owner = instance.owner();
                Statement statement = owner.createStatement()) {
            CopyManager copy = owner.unwrap(PGConnection.class).getCopyAPI();
            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            copy.copyOut("copy read.audit_entry to stdout (format binary)", rows);
            statement.execute("drop table if exists read.bench_limit");
            statement.execute("create table read.bench_limit (like read.audit_entry including all)");
            long begin = System.nanoTime();
            copy.copyIn(
                    "copy read.bench_limit from stdin (format binary)", new ByteArrayInputStream(rows.toByteArray()));
            double seconds = (System.nanoTime() - begin) / 1e9;
            statement.execute("drop table read.bench_limit");
            return events / seconds;
        }
    }

    /** Documents per second of bulk requests made beforehand, into an index of the same layout. */
    static double bulk(BenchInstance instance, String layout) throws SQLException, IOException, InterruptedException {
        List<String> documents = documents(instance);
        List<String> requests = new ArrayList<>();
        for (int first = 0; first < documents.size(); first += BULK) {
            StringBuilder request = new StringBuilder();
            for (String document : documents.subList(first, Math.min(first + BULK, documents.size()))) {
                request.append("{\"index\":{}}\n").append(document).append('\n');
            }
            requests.add(request.toString());
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI index = URI.create(instance.elasticsearch() + "/" + SCRATCH);
            send(http, HttpRequest.newBuilder(index).PUT(json(layout)));
            long begin = System.nanoTime();
            for (String request : requests) {
                send(http, HttpRequest.newBuilder(URI.create(index + "/_bulk")).POST(json(request)));
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            send(http, HttpRequest.newBuilder(index).DELETE());
            return documents.size() / seconds;
        }
    }

    private static List<String> documents(BenchInstance instance) throws SQLException {
        List<String> documents = new ArrayList<>();
        try (Connection connection = instance.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select document::text from read.fleet_document")) {
            while (rows.next()) {
                documents.add(rows.getString(1));
            }
        }
        return documents;
    }

    private static HttpRequest.BodyPublisher json(String body) {
        return HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    }

    private static void send(HttpClient http, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                request.header("Content-Type", "application/x-ndjson").build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 || response.body().contains("\"errors\":true")) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
    }
}
