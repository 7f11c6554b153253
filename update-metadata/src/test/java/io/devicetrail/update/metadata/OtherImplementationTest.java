package io.devicetrail.update.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is published here is taken, and refused, by a client that others wrote: tuf-js, where it is installed. The
 * environment variable {@code TUF_JS} names the folder in which {@code npm install tuf-js} was run.
 *
 * <p>That client has no clock to be given, so the repository's stands at the time of the run.
 */
class OtherImplementationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Answer(int code, String text) {}

    @TempDir
    Path folder;

    private final TestRepository repository = new TestRepository();
    private HttpServer server;
    private String tufJs = "";

    @BeforeEach
    void a_server_and_a_client_with_the_first_root() throws IOException {
        String installed = System.getenv("TUF_JS");
        assumeTrue(installed != null, "TUF_JS names no folder with tuf-js installed: npm install tuf-js, and set it");
        tufJs = installed == null ? "" : installed;
        repository.clock.pass(Duration.between(repository.clock.instant(), Instant.now()));
        repository.publish(repository.author.withTrust(repository.published, repository.keys.trust()));
        repository.publish(TestRepository.target());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = path.startsWith("/targets/")
                    ? path.equals("/targets/" + TestRepository.target().publishedName()) ? TestRepository.IMAGE : null
                    : repository.served.get(path.substring("/metadata/".length()));
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        Files.write(folder.resolve("root.json"), repository.file("1.root.json"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private Answer refresh() throws Exception {
        Path script = folder.resolve("client.js");
        try (var in = OtherImplementationTest.class.getResourceAsStream("/tuf-client.js")) {
            Files.write(script, in == null ? new byte[0] : in.readAllBytes());
        }
        File output = folder.resolve("answer").toFile();
        Process process = new ProcessBuilder(
                        "node",
                        script.toString(),
                        tufJs,
                        folder.toString(),
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        TestRepository.PATH)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Answer(process.waitFor(), Files.readString(output.toPath()));
    }

    @Test
    void it_follows_a_rotated_root_and_takes_the_image() throws Exception {
        assertThat(refresh()).isEqualTo(new Answer(0, new String(TestRepository.IMAGE, StandardCharsets.UTF_8)));
        repository.publish(repository.author.withTrust(repository.published, repository.keys.trust()));
        repository.publish(repository.author.withTimestampRenewed(repository.published));
        assertThat(refresh().code()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("root.json"))).isEqualTo(repository.file("3.root.json"));
    }

    @Test
    void it_refuses_a_timestamp_that_is_rolled_back() throws Exception {
        byte[] old = repository.file("timestamp.json");
        repository.publish(TestRepository.target());
        assertThat(refresh().code()).isZero();
        repository.served.put("timestamp.json", old);
        assertThat(refresh().text()).contains("BadVersionError");
    }

    @Test
    void it_refuses_a_changed_signature() throws Exception {
        String timestamp = new String(repository.file("timestamp.json"), StandardCharsets.UTF_8);
        int at = timestamp.indexOf("\"sig\":\"") + 7;
        char other = timestamp.charAt(at) == '0' ? '1' : '0';
        repository.served.put(
                "timestamp.json",
                (timestamp.substring(0, at) + other + timestamp.substring(at + 1)).getBytes(StandardCharsets.UTF_8));
        assertThat(refresh().text()).contains("UnsignedMetadataError");
    }
}
