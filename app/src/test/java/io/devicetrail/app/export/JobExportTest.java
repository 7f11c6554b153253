package io.devicetrail.app.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.devicetrail.audit.copy.ExportFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command's way to a copy, against a server that gives as much of it as the test lets it. */
class JobExportTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MANIFEST =
            "{\"filter\":{\"tenant\":\"acme\",\"record\":null,\"from\":\"2026-11-01T00:00:00Z\",\"to\":null}}\n";
    private static final int LENGTH = 300_000;

    private final byte[] csv = new byte[LENGTH];
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private volatile String state = "MADE";
    private volatile String manifest = MANIFEST;
    private volatile int breaksAfter = Integer.MAX_VALUE;
    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void serve() throws IOException {
        new Random(7).nextBytes(csv);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/graphql", this::graphql);
        server.createContext("/export-jobs/", this::file);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aCopyIsFetchedWholeAndTheSameCommandAgainSaysThatItIsThere() throws Exception {
        JobExport.Outcome first = run();

        assertThat(first.job()).isEqualTo("j-1");
        assertThat(first.files()).containsExactly(copy().resolve("audit-trail.csv"), copy().resolve("manifest.json"));
        assertThat(copy().resolve("audit-trail.csv")).hasBinaryContent(csv);
        assertThat(folder).isDirectoryNotContaining("glob:**/.copy*");
        JobExport.Outcome again = run();
        assertThat(again.job()).isNull();
        assertThat(again.files()).isEqualTo(first.files());
        assertThat(keys).hasSize(1);
    }

    /** Killed while it waits and within a file: no second job is asked for, and nothing is fetched twice. */
    @Test
    void killedItGoesOnWhereItWas() throws Exception {
        state = "REQUESTED";
        assertThatThrownBy(() -> run((what, figures) -> {
                    assertThat(figures).isEqualTo("5 of 7 events, 2 KiB");
                    throw new Killed();
                }))
                .isInstanceOf(Killed.class);
        state = "MADE";
        assertThatThrownBy(() -> run((what, figures) -> {
                    throw new Killed();
                }))
                .isInstanceOf(Killed.class);
        assertThat(folder).isDirectoryContaining("glob:**/.copy.export");
        assertThat(copy()).doesNotExist();

        run();

        assertThat(copy().resolve("audit-trail.csv")).hasBinaryContent(csv);
        assertThat(new HashSet<>(keys)).hasSize(1);
        assertThat(keys).hasSize(1);
        assertThat(ranges).filteredOn(range -> range.startsWith("bytes=")).hasSize(1);
    }

    @Test
    void aConnectionThatBreaksIsGoneOnWith() throws Exception {
        breaksAfter = LENGTH / 2;

        run((what, figures) -> {
            if (what.equals("audit-trail.csv")) {
                breaksAfter = Integer.MAX_VALUE;
            }
        });

        assertThat(copy().resolve("audit-trail.csv")).hasBinaryContent(csv);
    }

    @Test
    void whatIsNotThisCopyIsNotTouched() throws Exception {
        Files.createDirectories(copy());
        Files.writeString(copy().resolve("manifest.json"), MANIFEST.replace("acme", "other"));

        assertThatThrownBy(this::run).isInstanceOf(ExportFailed.class).hasMessageContaining("is not this copy");
        assertThat(keys).isEmpty();
    }

    @Test
    void theBeginningOfAnotherExportIsNotGoneOnWith() throws Exception {
        state = "REQUESTED";
        assertThatThrownBy(() -> run((what, figures) -> {
                    throw new Killed();
                }))
                .isInstanceOf(Killed.class);
        JobExport.Order other = new JobExport.Order("acme", null, null, null, copy(), false, "Inspection");

        assertThatThrownBy(() -> export().run(other, (what, figures) -> {}))
                .isInstanceOf(ExportFailed.class)
                .hasMessageContaining("holds the beginning of another export");
    }

    @Test
    void whatFailedIsSaidAndAskedForAnewByTheNextCommand() throws Exception {
        state = "FAILED";
        assertThatThrownBy(this::run)
                .isInstanceOf(ExportFailed.class)
                .hasMessage("export job j-1 is FAILED: ask for a shorter period");
        state = "MADE";

        assertThat(run().job()).isEqualTo("j-2");
        assertThat(new HashSet<>(keys)).hasSize(2);
    }

    @Test
    void whatNothingProvesIsToldToBeSo() throws Exception {
        manifest = MANIFEST.replace("}}", "},\"exportedAt\":\"2026-11-24T03:00:00Z\",\"unproven\":\"no ledger\"}");

        assertThat(run().unproven()).isEqualTo("no ledger");
        JobExport.Outcome again = run();
        assertThat(again.unproven()).isEqualTo("no ledger");
        assertThat(again.exportedAt()).isEqualTo("2026-11-24T03:00:00Z");
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Path copy() {
        return folder.resolve("copy");
    }

    private JobExport export() {
        return new JobExport(
                HttpClient.newHttpClient(),
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "token");
    }

    private JobExport.Outcome run() throws Exception {
        return run((what, figures) -> {});
    }

    private JobExport.Outcome run(JobExport.Progress progress) throws Exception {
        JobExport.Order order =
                new JobExport.Order("acme", null, "2026-11-01T01:00:00+01:00", null, copy(), false, "Inspection");
        return export().run(order, progress);
    }

    private void graphql(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String answer;
            if (asked.path("query").asString().contains("mutation")) {
                keys.add(asked.at("/variables/input/clientMutationId").asString());
                answer = "{\"data\":{\"requestExportJob\":{\"errors\":[],\"job\":{\"exportJobId\":\"j-" + keys.size()
                        + "\"}}}}";
            } else {
                answer = "{\"data\":{\"exportJob\":{\"state\":\"" + state
                        + "\",\"detail\":\"ask for a shorter period\",\"progress\":{\"eventsRead\":5,\"events\":7,"
                        + "\"bytes\":2048,\"waitsFor\":null},\"files\":[" + listed("audit-trail.csv", csv) + ","
                        + listed("manifest.json", manifest.getBytes(StandardCharsets.UTF_8)) + "]}}}";
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String listed(String name, byte[] content) {
        try {
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            return "{\"name\":\"" + name + "\",\"bytes\":" + content.length + ",\"sha256\":\"" + sha256 + "\"}";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void file(HttpExchange exchange) throws IOException {
        try (exchange) {
            assertThat(exchange.getRequestURI().getQuery()).isEqualTo("tenant=acme");
            byte[] whole = exchange.getRequestURI().getPath().endsWith(".csv")
                    ? csv
                    : manifest.getBytes(StandardCharsets.UTF_8);
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=|-", ""));
            ranges.add(String.valueOf(range));
            exchange.sendResponseHeaders(range == null ? 200 : 206, whole.length - from);
            int end = Math.min(whole.length, breaksAfter);
            exchange.getResponseBody().write(Arrays.copyOfRange(whole, from, Math.max(from, end)));
        }
    }

    /** Nothing of it is kept: an answer that is not what the job lists is fetched from its beginning. */
    @ParameterizedTest
    @CsvSource({"1000, bytes=1000-", "400000, null"})
    void whatArrivesOtherwiseIsFetchedAgain(int length, String range) throws Exception {
        Path part = folder.resolve(".copy.export/files/audit-trail.csv.part");
        state = "REQUESTED";
        assertThatThrownBy(() -> run((what, figures) -> {
                    throw new Killed();
                }))
                .isInstanceOf(Killed.class);
        Files.createDirectories(part.getParent());
        Files.write(part, new byte[length]);
        state = "MADE";

        run();

        assertThat(copy().resolve("audit-trail.csv")).hasBinaryContent(csv);
        assertThat(ranges).contains(range, "null");
    }
}
