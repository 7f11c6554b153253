package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.devicetrail.app.Requirement;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Mosquitto that goes by the tenant's list, set up as docs/mqtt.md says. */
class MosquittoTest {
    private static final Path DOCS = Path.of("..", "docs", "mqtt.md");
    private static final Pattern SETTINGS = Pattern.compile("```conf\n(.*?)```", Pattern.DOTALL);
    /** What {@code mosquitto_pub} ends with where the broker takes a message, but not for this topic. */
    private static final String NOT_AUTHORISED = "not authorized";

    private final Api api = Api.shared();
    private final EstClient est = new EstClient(api.instance());

    @TempDir
    Path folder;

    private @Nullable Process broker;
    private int port;

    @AfterEach
    void stop() {
        if (broker != null) {
            broker.destroyForcibly();
        }
    }

    @Test
    @Requirement("11.10(d)")
    void itLetsInWhoseCertificateStandsAndEachOnItsOwnTopicsAlone() throws Exception {
        for (String tool : List.of("mosquitto", "mosquitto_pub", "openssl")) {
            assumeTrue(
                    !run(folder, "sh", "-c", "PATH=$PATH:/usr/sbin command -v " + tool)
                            .isEmpty(),
                    tool + " is not on this machine");
        }
        Plant plant = Plant.of(api, "mosquitto");
        String key = key(plant);
        String device = plant.registered("M-1");
        String other = plant.registered("M-2");
        String fingerprint = enrol(plant, device);
        enrol(plant, other);
        await().untilAsserted(() -> assertThat(list(plant, key)).contains("user " + device, "user " + other));
        start(plant, key);

        assertThat(publish(plant, device, device)).as(log()).isEmpty();
        assertThat(publish(plant, device, other)).containsIgnoringCase(NOT_AUTHORISED);
        assertThat(publish(plant, other, other)).isEmpty();

        api.done(
                "revokeDeviceCertificate",
                Plant.with(
                        Plant.because(device),
                        Map.of("fingerprint", fingerprint, "revocationReason", "KEY_COMPROMISE")));
        await().untilAsserted(() -> assertThat(list(plant, key)).doesNotContain(device));
        fetch(plant, key);
        new ProcessBuilder("kill", "-HUP", String.valueOf(broker().pid()))
                .start()
                .waitFor();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(publish(plant, device, device)).isNotEmpty());
        assertThat(publish(plant, other, other)).isEmpty();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("mosquitto.log"));
    }

    private Process broker() {
        return Objects.requireNonNull(broker);
    }

    private void start(Plant plant, String key) throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        run(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                "server.key",
                "-out",
                "server.pem");
        Files.writeString(
                folder.resolve("root.pem"), pem("CERTIFICATE", est.root().getEncoded()));
        fetch(plant, key);
        Matcher settings = SETTINGS.matcher(Files.readString(DOCS));
        assertThat(settings.find()).as("settings in %s", DOCS).isTrue();
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                settings.group(1).replace("listener 8883", "listener " + port + " 127.0.0.1") + "user root\n");
        broker = new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin exec mosquitto -v -c mosquitto.conf")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        await().until(() -> {
            assertThat(broker().isAlive()).as(log()).isTrue();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** As the page says, without curl: the lists that the broker reads. */
    private void fetch(Plant plant, String key) throws Exception {
        Files.writeString(folder.resolve("devices.acl"), list(plant, key));
        URL revoked = api.graphql().resolve("/pki/" + plant.tenant() + ".crl").toURL();
        try (InputStream list = revoked.openStream()) {
            Files.write(folder.resolve("revoked.der"), list.readAllBytes());
        }
        run(folder, "openssl", "crl", "-inform", "DER", "-in", "revoked.der", "-out", "revoked.pem");
    }

    private String list(Plant plant, String key) {
        return api.send(HttpRequest.newBuilder(api.graphql().resolve("/broker/mosquitto.acl?tenant=" + plant.tenant()))
                        .header("Authorization", "Bearer " + key))
                .body();
    }

    /** What the device's program says: nothing if the broker took the message. */
    private String publish(Plant plant, String who, String onTopicOf) throws Exception {
        return run(
                folder,
                "mosquitto_pub",
                "-V",
                "5",
                "-q",
                "1",
                "-h",
                "localhost",
                "-p",
                String.valueOf(port),
                "--cafile",
                "server.pem",
                "--cert",
                who + ".pem",
                "--key",
                who + ".key",
                "-i",
                who,
                "-t",
                "dt/v1/" + plant.tenant() + "/" + onTopicOf + "/telemetry",
                "-m",
                "{}");
    }

    private String enrol(Plant plant, String device) throws Exception {
        String token = api.done(
                        "allowDeviceEnrolment",
                        Plant.with(
                                Plant.because(device),
                                Map.of(
                                        "until",
                                        Instant.now().plus(Duration.ofHours(1)).toString())))
                .path("token")
                .asString();
        KeyPair pair = PlatformAuthority.newKey();
        HttpResponse<String> answer = est.enrol(plant.tenant(), device, token, EstClient.request(pair));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        StringBuilder text = new StringBuilder(
                pem("CERTIFICATE", EstClient.certificate(answer).getEncoded()));
        // The authority of the tenant is between the device and the root that the broker trusts.
        for (Certificate each : certificates(est.get(est.base(plant.tenant()) + "/cacerts"))) {
            text.append(pem("CERTIFICATE", each.getEncoded()));
        }
        Files.writeString(folder.resolve(device + ".pem"), text);
        Files.writeString(
                folder.resolve(device + ".key"),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return Fingerprint.of(EstClient.certificate(answer).getEncoded());
    }

    private static Collection<? extends Certificate> certificates(HttpResponse<String> answer)
            throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(Base64.getMimeDecoder().decode(answer.body())));
    }

    private String key(Plant plant) {
        return api.done(
                        "issueApiKey",
                        Map.of(
                                "tenant",
                                plant.tenant(),
                                "name",
                                "Mosquitto",
                                "roles",
                                List.of("integrator"),
                                "expiresAt",
                                Instant.now().plus(Duration.ofDays(1)).toString(),
                                "permissions",
                                List.of("brokerAccess"),
                                "reason",
                                "the broker asks who may speak"))
                .path("secret")
                .asString();
    }

    private static String pem(String what, byte[] bytes) {
        String text =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8)).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private static String run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }
}
