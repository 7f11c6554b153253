package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.devicetrail.app.Requirement;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Devices come by their certificates over EST, and nobody else does. */
@Requirement({"11.10(d)", "11.10(h)"})
class DeviceEnrolmentTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Enrolling enrolling = Enrolling.shared();
    private final Api api = enrolling.api();
    private final EstClient est = enrolling.est();

    @TempDir
    Path folder;

    /** The commands of docs/enrolment.md, as they stand there. */
    @Test
    void opensslAndCurlEnrolADevice() throws IOException, InterruptedException {
        assumeTrue(Enrolling.has("curl"), "curl is not on this machine");
        assumeTrue(Enrolling.has("openssl"), "openssl is not on this machine");
        Plant plant = Plant.of(api, "enrol-curl");
        String device = plant.registered("E-1");
        String script = BLOCK.matcher(Files.readString(Path.of("..", "docs", "enrolment.md")))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n", "set -eu\n", ""));
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment()
                .putAll(Map.of(
                        "HTTP", api.instance().addresses().http(),
                        "EST", est.base("enrol-curl"),
                        "DEVICE", device,
                        "TOKEN", enrolling.token(device)));
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains("device.pem: OK", "next.pem: OK");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.ask("device", Map.of("id", device))
                                .path("lifeCycle")
                                .asString())
                        .isEqualTo("ENROLLED"));
        JsonNode certificates = await().atMost(SOON)
                .until(() -> api.ask("device", Map.of("id", device)).path("certificates"), shown -> shown.size() == 2);
        assertThat(certificates.toString()).contains("TOKEN", "RENEWAL").doesNotContain("REVOKED", "SUPERSEDED");
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(ending("enrol-curl", Instant.now().plus(Duration.ofDays(400))))
                    .isOne();
            assertThat(ending("enrol-curl", Instant.now().plus(Duration.ofDays(300))))
                    .isZero();
        });
        assertThat(api.auditTrail("enrol-curl", device).toString())
                .contains(
                        "enrolment.DeviceEnrolmentAllowed",
                        "enrolment.DeviceCertificateIssued",
                        "RENEWAL",
                        "device.DeviceEnrolled");
    }

    @Test
    void aTokenIsForOneKeyOfOneDeviceOfOneTenant() {
        Plant plant = Plant.of(api, "enrol-token");
        Plant.of(api, "enrol-rival");
        String device = plant.registered("E-1");
        String other = plant.registered("E-2");
        String token = enrolling.token(device);
        KeyPair pair = PlatformAuthority.newKey();
        byte[] request = EstClient.request(pair);
        Enrolling.refused(est.enrol("enrol-token", other, token, request), 401, "ENROLMENT_NOT_ALLOWED");
        Enrolling.refused(est.enrol("enrol-rival", device, token, request), 401, "ENROLMENT_NOT_ALLOWED");
        Enrolling.refused(est.enrol("enrol-token", "device", token, request), 401, "ENROLMENT_NOT_ALLOWED");
        Enrolling.refused(est.enrol("nobodys", device, token, request), 404, "TENANT_UNKNOWN");
        Enrolling.refused(est.enrol("installation", device, token, request), 404, "TENANT_UNKNOWN");
        X509Certificate first = EstClient.certificate(est.enrol("enrol-token", device, token, request));
        assertThat(EstClient.certificate(est.enrol("enrol-token", device, token, request)))
                .isEqualTo(first);
        KeyPair another = PlatformAuthority.newKey();
        Enrolling.refused(est.enrol("enrol-token", device, token, EstClient.request(another)), 403, "TOKEN_USED");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(api.auditTrail("enrol-token", other).toString())
                                .contains("authority.OperationDeniedToDevice", "simpleenroll"));
    }

    @Test
    void aTokenEnds() {
        Plant plant = Plant.of(api, "enrol-over");
        String device = plant.registered("E-1");
        Instant until = Instant.now().plusMillis(500);
        String token = api.done(
                        "allowDeviceEnrolment",
                        Plant.with(Enrolling.allowance(device), Map.of("until", until.toString())))
                .path("token")
                .asString();
        await().until(() -> Instant.now().isAfter(until));
        Enrolling.refused(
                est.enrol("enrol-over", device, token, EstClient.request(PlatformAuthority.newKey())),
                403,
                "TOKEN_OVER");
        assertThat(api.refused(
                        "allowDeviceEnrolment",
                        Plant.with(Enrolling.allowance(device), Map.of("until", "2020-01-01T00:00:00Z"))))
                .isEqualTo("TOKEN_TIME_UNFIT");
        Map<String, Object> again = Plant.with(Enrolling.allowance(device), Map.of("clientMutationId", "once"));
        api.done("allowDeviceEnrolment", again);
        assertThat(api.refused("allowDeviceEnrolment", again)).isEqualTo("SECRET_SHOWN_ONCE");
    }

    @Test
    void whoGuessesWaits() {
        Plant plant = Plant.of(api, "enrol-guess");
        String device = plant.registered("E-1");
        byte[] request = EstClient.request(PlatformAuthority.newKey());
        for (int i = 0; i < 5; i++) {
            Enrolling.refused(est.enrol("enrol-guess", device, "guess" + i, request), 401, "ENROLMENT_NOT_ALLOWED");
        }
        HttpResponse<String> waiting = est.enrol("enrol-guess", device, enrolling.token(device), request);
        Enrolling.refused(waiting, 429, "RATE_LIMITED");
        assertThat(waiting.headers().firstValueAsLong("Retry-After")).isPresent();
    }

    @Test
    void aRequestProvesItsKeyAndDecidesNothingElse() throws GeneralSecurityException {
        Plant plant = Plant.of(api, "enrol-csr");
        String device = plant.registered("E-1");
        String other = plant.registered("E-2");
        String token = enrolling.token(device);
        KeyPair pair = PlatformAuthority.newKey();
        KeyPair thief = PlatformAuthority.newKey();
        byte[] stolen = EstClient.request("CN=" + device, pair, thief, false);
        Enrolling.refused(est.enrol("enrol-csr", device, token, stolen), 400, "NO_PROOF_OF_POSSESSION");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        Enrolling.refused(
                est.enrol("enrol-csr", device, token, EstClient.request(rsa.generateKeyPair())), 400, "KEY_UNFIT");
        KeyPairGenerator large = KeyPairGenerator.getInstance("EC");
        large.initialize(new ECGenParameterSpec("secp521r1"));
        Enrolling.refused(
                est.enrol("enrol-csr", device, token, EstClient.request(large.generateKeyPair())), 400, "KEY_UNFIT");
        Enrolling.refused(
                est.enrol("enrol-csr", device, token, "no request".getBytes(StandardCharsets.UTF_8)),
                400,
                "MALFORMED_REQUEST");
        Enrolling.refused(est.enrol("enrol-csr", device, token, new byte[1 << 20]), 413, "TOO_LARGE");

        byte[] greedy = EstClient.request("O=enrol-rival,CN=" + other, pair, pair, true);
        X509Certificate given = EstClient.certificate(est.enrol("enrol-csr", device, token, greedy));
        assertThat(given.getSubjectX500Principal().getName()).isEqualTo("CN=" + device + ",O=enrol-csr");
        assertThat(given.getBasicConstraints()).as("signs nothing").isEqualTo(-1);
    }

    @Test
    void oneTenantsCertificateRenewsNothingAtAnother() {
        Plant plant = Plant.of(api, "enrol-ours");
        Plant.of(api, "enrol-theirs");
        KeyPair pair = PlatformAuthority.newKey();
        X509Certificate ours = enrolling.enrolled("enrol-ours", plant.registered("E-1"), pair);
        Enrolling.refused(
                est.renew("enrol-theirs", pair, ours, EstClient.request(pair)), 403, "CERTIFICATE_NOT_ADMITTED");
        assertThat(est.renew("enrol-ours", pair, ours, EstClient.request(PlatformAuthority.newKey()))
                        .statusCode())
                .isEqualTo(200);
        Enrolling.refused(
                est.post(null, null, est.base("enrol-ours") + "/simplereenroll", EstClient.request(pair), null),
                401,
                "CERTIFICATE_MISSING");
    }

    @Test
    void nothingElseIsAtThatPortAndEnrolmentIsAtNoOther() {
        Plant.of(api, "enrol-port");
        String port = est.base("enrol-port").replaceFirst("/\\.well-known.*", "");
        Enrolling.refused(est.get(port + "/actuator/health"), 404, "NOT_FOUND");
        Enrolling.refused(est.get(port + "/graphql"), 404, "NOT_FOUND");
        Enrolling.refused(est.get(est.base("enrol-port") + "/simpleenroll"), 405, "METHOD_NOT_ALLOWED");
        Enrolling.refused(
                est.get(api.instance().addresses().http() + "/.well-known/est/enrol-port/cacerts"), 404, "NOT_HERE");
        assertThat(EstClient.certificate(est.get(est.base("enrol-port") + "/cacerts"))
                        .getBasicConstraints())
                .isNotNegative();
        assertThat(est.get(est.base("enrol-port") + "/csrattrs").statusCode()).isEqualTo(200);
    }

    /** Devices of the fleet whose certificates end before. */
    private long ending(String tenant, Instant before) {
        return api.ask(
                        "fleet",
                        Map.of(
                                "first",
                                10,
                                "search",
                                Map.of("tenant", tenant, "certificateEndsBefore", before.toString()),
                                "after",
                                api.head()))
                .path("totalCount")
                .asLong();
    }
}
