package io.devicetrail.app.instance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A time-stamp authority, RFC 3161 over HTTP, made of {@code openssl ts}. It answers 503 until it is opened. */
public final class StampAuthority implements AutoCloseable {
    private static final String SETTINGS = """
            [req]
            distinguished_name = dn
            prompt = no
            [dn]
            CN = Authority of a test
            [tsa_certificate]
            basicConstraints = critical, CA:false
            keyUsage = critical, digitalSignature
            extendedKeyUsage = critical, timeStamping
            [tsa]
            default_tsa = tsa_config
            [tsa_config]
            serial = serial
            crypto_device = builtin
            signer_cert = tsa.pem
            signer_key = tsa.key
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            """;

    private final HttpServer server;
    private volatile @Nullable Path folder;

    private StampAuthority(HttpServer server) {
        this.server = server;
    }

    static StampAuthority closed() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            StampAuthority authority = new StampAuthority(server);
            server.createContext("/", authority::answer);
            server.start();
            return authority;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static boolean isThere() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(in -> Files.isExecutable(Path.of(in, "openssl")));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /**
     * From now on it answers.
     *
     * @param work a folder for its key
     * @return its certificate
     */
    public Path open(Path work) throws IOException {
        Path certificate = certificate(work);
        folder = work;
        return certificate;
    }

    /** Of a key of its own, made in that folder. */
    public static Path certificate(Path work) throws IOException {
        Files.writeString(work.resolve("openssl.cnf"), SETTINGS);
        Files.writeString(work.resolve("serial"), "01\n");
        openssl(
                work,
                ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tsa.key -out tsa.pem -days 2"
                                + " -config openssl.cnf -extensions tsa_certificate")
                        .split(" "));
        return work.resolve("tsa.pem");
    }

    /** It answers no more; what it has stamped stays stamped. */
    public void shut() {
        folder = null;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path work = folder;
            byte[] query = exchange.getRequestBody().readAllBytes();
            if (work == null) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            Files.write(work.resolve("query.tsq"), query);
            openssl(work, "ts -reply -config openssl.cnf -queryfile query.tsq -out reply.tsr".split(" "));
            byte[] reply = Files.readAllBytes(work.resolve("reply.tsr"));
            exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    private static void openssl(Path work, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path said = work.resolve("said");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + ": " + Files.readString(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
