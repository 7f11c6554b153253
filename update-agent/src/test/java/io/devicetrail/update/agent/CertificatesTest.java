package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broker and server ask for certificates: the command line as a process, against both, as they are in TLS. */
class CertificatesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void each_device_shows_its_own_certificate_to_broker_and_server() throws Exception {
        TestCertificates certificates = new TestCertificates(folder, "one", "two");
        try (Bench bench = bench(certificates);
                TestBroker broker = TestBroker.start(folder, certificates)) {
            MainTest.publishToday(bench.repository);
            Process process = process(
                    bench,
                    broker,
                    List.of(
                            "--cert=" + folder.resolve("{device}.crt"),
                            "--key=" + folder.resolve("{device}.key"),
                            "--ca=" + certificates.authority()));
            try (var out = process.inputReader()) {
                assertThat(out.readLine()).as(log()).isEqualTo("2 of 2 devices listen for offers");
                for (String device : new String[] {"one", "two"}) {
                    broker.publish("dt/v1/acme/" + device + "/rollout", bench.offer());
                    Path journal = folder.resolve("devices").resolve(device).resolve("journal.json");
                    await().atMost(PATIENCE)
                            .untilAsserted(
                                    () -> assertThat(Files.readString(journal)).contains("\"state\":\"verified\""));
                }
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    private String log() throws IOException {
        Path log = folder.resolve("agent.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Test
    void without_a_certificate_or_with_anothers_authority_it_gets_nothing() throws Exception {
        TestCertificates certificates = new TestCertificates(folder, "one");
        try (Bench bench = bench(certificates)) {
            String timestamp = "timestamp.json";
            Credentials own =
                    new Credentials(certificates.certificate("one"), certificates.key("one"), certificates.authority());
            assertThat(server(bench, own).open(timestamp)).as("the control").isPresent();
            assertThatThrownBy(() -> server(bench, new Credentials(null, null, certificates.authority()))
                            .open(timestamp))
                    .isInstanceOf(Unreachable.class);
            assertThatThrownBy(() -> server(
                                    bench,
                                    new Credentials(certificates.certificate("one"), certificates.key("one"), null))
                            .open(timestamp))
                    .isInstanceOf(Unreachable.class);
        }
    }

    @Test
    void a_file_that_cannot_be_used_is_named_and_not_shown() throws Exception {
        TestCertificates certificates = new TestCertificates(folder, "one");
        Path key = Files.writeString(folder.resolve("old.key"), "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n");
        assertThatThrownBy(() -> new Credentials(certificates.certificate("one"), key, null).tls())
                .hasMessageContaining(key.toString())
                .hasMessageContaining("pkcs8")
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> new Credentials(key, certificates.key("one"), null).tls())
                .hasMessageContaining(key + " holds no certificate");
        assertThatThrownBy(() -> new Credentials(null, null, folder.resolve("none.pem")).tls())
                .hasMessageContaining("none.pem");
    }

    private Bench bench(TestCertificates certificates) throws IOException {
        return new Bench(
                300_000,
                new Credentials(
                                certificates.certificate("server"),
                                certificates.key("server"),
                                certificates.authority())
                        .tls());
    }

    private HttpServerSide server(Bench bench, Credentials credentials) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(credentials.tls()).build();
        return new HttpServerSide(client, bench.server.address(), HttpServerSide.SILENCE);
    }

    private Process process(Bench bench, TestBroker broker, List<String> more) throws IOException {
        Path root = Files.write(folder.resolve("1.root.json"), bench.repository.file("1.root.json"));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--directory=" + folder.resolve("devices"),
                "--broker=" + broker.deviceUrl(),
                "--updates=" + bench.server.address(),
                "--root=" + root,
                "--tenant=acme",
                "--model=hc2a",
                "--model-version=2",
                "--hardware=B",
                "--first-version=2.0.3"));
        command.addAll(more);
        command.addAll(List.of("--device", "one", "two"));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("agent.log").toFile())
                .start();
    }
}
