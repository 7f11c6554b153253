package io.devicetrail.audit.timestamp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A time-stamp authority made of {@code openssl ts}, with a certificate authority of its own. */
public final class OpensslAuthority implements AutoCloseable {
    private static final String SETTINGS = """
            [req]
            distinguished_name = dn
            prompt = no
            [dn]
            CN = Authority of a test
            [ca]
            basicConstraints = critical, CA:true
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
            certs = ca.pem
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            accuracy = secs:1
            ess_cert_id_chain = no
            ess_cert_id_alg = sha256
            """;

    private final Path folder;
    private final HttpServer server;
    private volatile boolean away;
    private volatile boolean bent;

    public OpensslAuthority(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.writeString(folder.resolve("openssl.cnf"), SETTINGS);
        Files.writeString(folder.resolve("serial"), "01\n");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "2",
                "-config",
                "openssl.cnf",
                "-extensions",
                "ca",
                "-subj",
                "/CN=CA of a test");
        openssl(
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "tsa.key",
                "-out",
                "tsa.csr",
                "-config",
                "openssl.cnf",
                "-subj",
                "/CN=TSA of a test");
        openssl(
                "x509",
                "-req",
                "-in",
                "tsa.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-out",
                "tsa.pem",
                "-days",
                "1",
                "-extfile",
                "openssl.cnf",
                "-extensions",
                "tsa_certificate");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public static boolean isThere() {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** From now on one bit of each signature is another. */
    void bend(boolean isBent) {
        bent = isBent;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** Its whole answer about these bytes. */
    public byte[] stamp(byte[] data) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return new TimestampAuthority(url(), client, Duration.ofSeconds(30)).stamp(data);
        }
    }

    /** File with the certificate of who certifies the authority. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** The certificate that certifies the authority's. */
    public X509Certificate trusted() throws IOException, CertificateException {
        try (var in = Files.newInputStream(folder.resolve("ca.pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** What openssl itself says about an answer; empty if nothing is wrong. */
    void verify(Path answer, Path data) throws IOException {
        openssl("ts", "-verify", "-in", answer.toString(), "-data", data.toString(), "-CAfile", "ca.pem");
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (away) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            Files.write(folder.resolve("query.tsq"), exchange.getRequestBody().readAllBytes());
            openssl("ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr");
            byte[] reply = Files.readAllBytes(folder.resolve("reply.tsr"));
            // The signature is what the answer ends with.
            reply[reply.length - 1] ^= (byte) (bent ? 1 : 0);
            exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    private void openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new UncheckedIOException(new IOException(command + ": " + Files.readString(said)));
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
