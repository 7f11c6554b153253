package io.devicetrail.audit.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export in a process of its own, ended in the middle of a file. */
class InterruptedExportTest {
    private static final String MANIFEST = """
            {"head":"0","entries":"1","files":[{"name":"audit-trail.csv","format":"csv","bytes":"9","sha256":"00"}]}""";

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void serveHalfAFile() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/audit-export", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                if (exchange.getRequestURI().getQuery().contains("format=manifest")) {
                    exchange.getResponseBody().write(MANIFEST.getBytes(StandardCharsets.UTF_8));
                } else {
                    exchange.getResponseBody().write("index".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    over.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void endedByASignalItLeavesNothing() throws Exception {
        Process export = exportInTheMiddleOfAFile();

        export.destroy();

        assertThat(export.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(left()).isEmpty();
    }

    @Test
    void killedItLeavesNothingThatLooksLikeACopy() throws Exception {
        Process export = exportInTheMiddleOfAFile();

        export.destroyForcibly();

        assertThat(export.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(left()).singleElement().asString().contains(".copy.partial-");
    }

    private Process exportInTheMiddleOfAFile() throws IOException {
        Process export = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Exporting.class.getName(),
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        folder.resolve("copy").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(60)).until(this::hasHalfAFile);
        return export;
    }

    private boolean hasHalfAFile() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(
                    file -> file.endsWith("audit-trail.csv") && file.toFile().length() == "index".length());
        }
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    static final class Exporting {
        private Exporting() {}

        public static void main(String[] args) throws Exception {
            new ExportRun(HttpClient.newHttpClient(), "token")
                    .run(
                            new ExportRun.Order(URI.create(args[0]), "acme", null, null, null, Path.of(args[1])),
                            (file, bytes) -> {});
        }
    }
}
