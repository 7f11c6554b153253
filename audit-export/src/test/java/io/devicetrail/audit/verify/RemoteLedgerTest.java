package io.devicetrail.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import io.devicetrail.audit.HalfAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A ledger on a server that may be anybody's. */
class RemoteLedgerTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    @Test
    void aBodyThatDoesNotEndIsNotWaitedFor() throws Exception {
        try (HalfAnswer silent = new HalfAnswer();
                HttpClient client = HttpClient.newHttpClient()) {
            RemoteLedger remote = new RemoteLedger(client, silent.url(), null, PATIENCE);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThatThrownBy(() -> remote.read("checkpoint"))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("timed out"));
            client.shutdownNow();
        }
    }

    @Test
    void aServerThatSaysWhenToComeAgainIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ledger/tile", exchange -> {
            boolean tooMany = asked.incrementAndGet() == 1;
            if (tooMany) {
                exchange.getResponseHeaders().add("Retry-After", "1");
            }
            exchange.sendResponseHeaders(tooMany ? 429 : 200, -1);
            exchange.close();
        });
        server.start();
        URI prefix = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ledger/");
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(new RemoteLedger(client, prefix, null).read("tile/0/000"))
                    .isEmpty();
            assertThat(asked).hasValue(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatIsThereIsReadWholeAndWhatIsNotIsMissing() throws Exception {
        byte[] bundle = new byte[17 << 20];
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ledger/tile", exchange -> {
            exchange.sendResponseHeaders(200, bundle.length);
            exchange.getResponseBody().write(bundle);
            exchange.close();
        });
        server.start();
        URI prefix = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ledger/");
        try (HttpClient client = HttpClient.newHttpClient()) {
            RemoteLedger remote = new RemoteLedger(client, prefix, null);
            assertThat(remote.read("tile/entries/000")).isEqualTo(bundle);
            assertThatThrownBy(() -> remote.read("nothing")).isInstanceOf(NoSuchFileException.class);
        } finally {
            server.stop(0);
        }
    }
}
