package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.devicetrail.app.Requirement;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.domain.enrolment.DeviceCertificates;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.CertificateUse;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Devices come by their certificates over EST, and nobody else does. */
@Requirement({"11.10(d)", "11.10(h)"})
class DeviceEnrolmentTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    private final Api api = Api.shared();
    private final EstClient est = new EstClient(api.instance());
    private final DeviceCertificates admission = api.instance().context().getBean(DeviceCertificates.class);

    @TempDir
    Path folder;

    /** The commands of docs/enrolment.md, as they stand there. */
    @Test
    void opensslAndCurlEnrolADevice() throws IOException, InterruptedException {
        assumeTrue(has("curl"), "curl is not on this machine");
        assumeTrue(has("openssl"), "openssl is not on this machine");
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
                        "TOKEN", token(device)));
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
    void aCertificateSpeaksForItsDeviceUntilItIsRevoked() {
        Plant plant = Plant.of(api, "enrol-revoke");
        String device = plant.registered("E-1");
        KeyPair pair = PlatformAuthority.newKey();
        X509Certificate certificate = enrolled("enrol-revoke", device, pair);
        String fingerprint = fingerprint(certificate);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + device + ",O=enrol-revoke");
        assertThat(admission.admitted(fingerprint))
                .as("at once, when the answer is there")
                .contains(new CertifiedDevice(new TenantId("enrol-revoke"), DeviceId.parse(device)));

        assertThat(api.refused("revokeDeviceCertificate", revocation(device, Fingerprint.of("another"))))
                .isEqualTo("CERTIFICATE_UNKNOWN");
        api.done("revokeDeviceCertificate", revocation(device, fingerprint));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(admission.refused(List.of(fingerprint))).containsExactly(fingerprint));
        refused(est.renew("enrol-revoke", pair, certificate, EstClient.request(pair)), 403, "CERTIFICATE_NOT_ADMITTED");
        assertThat(api.refused("revokeDeviceCertificate", revocation(device, fingerprint)))
                .isEqualTo("CERTIFICATE_REVOKED");
    }

    @Test
    void whoChecksElsewhereIsToldOfRevocations() throws IOException, InterruptedException, GeneralSecurityException {
        Plant plant = Plant.of(api, "enrol-crl");
        String device = plant.registered("E-1");
        assertThat(bytes("/pki/enrol-crl.crl").statusCode())
                .as("nothing was ever issued")
                .isEqualTo(404);
        assertThat(bytes("/pki/No.crl").statusCode()).isEqualTo(404);
        KeyPair pair = PlatformAuthority.newKey();
        X509Certificate certificate = enrolled("enrol-crl", device, pair);
        X509CRL before = list("enrol-crl");
        assertThat(before.isRevoked(certificate)).isFalse();
        assertThat(list("enrol-crl"))
                .as("made anew when there is something new")
                .isEqualTo(before);
        assertThat(ocsp("enrol-crl", certificate)).contains("device.pem: good", "Response verify OK");

        api.done("revokeDeviceCertificate", revocation(device, fingerprint(certificate)));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(list("enrol-crl").isRevoked(certificate)).isTrue());
        assertThat(number(list("enrol-crl"))).isGreaterThan(number(before));
        assertThat(ocsp("enrol-crl", certificate))
                .contains("device.pem: revoked", "Reason: keyCompromise", "Response verify OK");
        X509Certificate never = api.instance()
                .context()
                .getBean(PlatformAuthority.class)
                .of(new TenantId("enrol-crl"))
                .issue(
                        BigInteger.TEN,
                        new X500Name("CN=never,O=enrol-crl"),
                        pair.getPublic(),
                        CertificateUse.CLIENT,
                        List.of(),
                        PlatformAuthority.from(Instant.now(), Duration.ofDays(1)),
                        null);
        assertThat(ocsp("enrol-crl", never)).contains("device.pem: unknown");
        assertThat(admission.admitted(fingerprint(never)))
                .as("signed, and not in the log")
                .isEmpty();
        refused(est.renew("enrol-crl", pair, never, EstClient.request(pair)), 403, "CERTIFICATE_NOT_ADMITTED");
    }

    /** What openssl says of a certificate after it has asked. */
    private String ocsp(String tenant, X509Certificate certificate) throws IOException, InterruptedException {
        assumeTrue(has("openssl"), "openssl is not on this machine");
        PlatformAuthority platform = api.instance().context().getBean(PlatformAuthority.class);
        Files.writeString(folder.resolve("root.pem"), Pem.of(platform.root()));
        Files.writeString(
                folder.resolve("issuer.pem"),
                Pem.of(platform.of(new TenantId(tenant)).certificate()));
        Files.writeString(folder.resolve("device.pem"), Pem.of(certificate));
        Process process = new ProcessBuilder(
                        "openssl",
                        "ocsp",
                        "-issuer",
                        "issuer.pem",
                        "-cert",
                        "device.pem",
                        "-CAfile",
                        "root.pem",
                        "-url",
                        api.instance().addresses().http() + "/pki/ocsp")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }

    private X509CRL list(String tenant) throws GeneralSecurityException {
        HttpResponse<byte[]> answer = bytes("/pki/" + tenant + ".crl");
        assertThat(answer.statusCode()).isEqualTo(200);
        X509CRL list =
                (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(answer.body()));
        list.verify(api.instance()
                .context()
                .getBean(PlatformAuthority.class)
                .of(new TenantId(tenant))
                .certificate()
                .getPublicKey());
        return list;
    }

    private static BigInteger number(X509CRL list) {
        return ASN1Integer.getInstance(ASN1OctetString.getInstance(list.getExtensionValue("2.5.29.20"))
                        .getOctets())
                .getValue();
    }

    private HttpResponse<byte[]> bytes(String path) {
        try {
            return Api.HTTP.send(
                    HttpRequest.newBuilder(URI.create(api.instance().addresses().http() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void aRetiredDeviceIsShutOutWithinASecond() {
        Plant plant = Plant.of(api, "enrol-retire");
        String device = plant.registered("E-1");
        KeyPair pair = PlatformAuthority.newKey();
        String fingerprint = fingerprint(enrolled("enrol-retire", device, pair));
        String later = token(device);
        plant.step("retireDevice", device);
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(admission.admitted(fingerprint)).isEmpty());
        refused(est.enrol("enrol-retire", device, later, EstClient.request(pair)), 403, "DEVICE_ENDED");
        assertThat(api.refused("allowDeviceEnrolment", allowance(device))).isEqualTo("DEVICE_ENDED");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(api.auditTrail("enrol-retire", device).toString())
                                .contains("CESSATION_OF_OPERATION"));
    }

    @Test
    void aTokenIsForOneKeyOfOneDeviceOfOneTenant() {
        Plant plant = Plant.of(api, "enrol-token");
        Plant.of(api, "enrol-rival");
        String device = plant.registered("E-1");
        String other = plant.registered("E-2");
        String token = token(device);
        KeyPair pair = PlatformAuthority.newKey();
        byte[] request = EstClient.request(pair);
        refused(est.enrol("enrol-token", other, token, request), 401, "ENROLMENT_NOT_ALLOWED");
        refused(est.enrol("enrol-rival", device, token, request), 401, "ENROLMENT_NOT_ALLOWED");
        refused(est.enrol("enrol-token", "device", token, request), 401, "ENROLMENT_NOT_ALLOWED");
        refused(est.enrol("nobodys", device, token, request), 404, "TENANT_UNKNOWN");
        refused(est.enrol("installation", device, token, request), 404, "TENANT_UNKNOWN");
        X509Certificate first = EstClient.certificate(est.enrol("enrol-token", device, token, request));
        assertThat(EstClient.certificate(est.enrol("enrol-token", device, token, request)))
                .isEqualTo(first);
        KeyPair another = PlatformAuthority.newKey();
        refused(est.enrol("enrol-token", device, token, EstClient.request(another)), 403, "TOKEN_USED");
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
                        "allowDeviceEnrolment", Plant.with(allowance(device), Map.of("until", until.toString())))
                .path("token")
                .asString();
        await().until(() -> Instant.now().isAfter(until));
        refused(
                est.enrol("enrol-over", device, token, EstClient.request(PlatformAuthority.newKey())),
                403,
                "TOKEN_OVER");
        assertThat(api.refused(
                        "allowDeviceEnrolment", Plant.with(allowance(device), Map.of("until", "2020-01-01T00:00:00Z"))))
                .isEqualTo("TOKEN_TIME_UNFIT");
        Map<String, Object> again = Plant.with(allowance(device), Map.of("clientMutationId", "once"));
        api.done("allowDeviceEnrolment", again);
        assertThat(api.refused("allowDeviceEnrolment", again)).isEqualTo("SECRET_SHOWN_ONCE");
    }

    @Test
    void whoGuessesWaits() {
        Plant plant = Plant.of(api, "enrol-guess");
        String device = plant.registered("E-1");
        byte[] request = EstClient.request(PlatformAuthority.newKey());
        for (int i = 0; i < 5; i++) {
            refused(est.enrol("enrol-guess", device, "guess" + i, request), 401, "ENROLMENT_NOT_ALLOWED");
        }
        HttpResponse<String> waiting = est.enrol("enrol-guess", device, token(device), request);
        refused(waiting, 429, "RATE_LIMITED");
        assertThat(waiting.headers().firstValueAsLong("Retry-After")).isPresent();
    }

    @Test
    void aRequestProvesItsKeyAndDecidesNothingElse() throws GeneralSecurityException {
        Plant plant = Plant.of(api, "enrol-csr");
        String device = plant.registered("E-1");
        String other = plant.registered("E-2");
        String token = token(device);
        KeyPair pair = PlatformAuthority.newKey();
        KeyPair thief = PlatformAuthority.newKey();
        byte[] stolen = EstClient.request("CN=" + device, pair, thief, false);
        refused(est.enrol("enrol-csr", device, token, stolen), 400, "NO_PROOF_OF_POSSESSION");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        refused(est.enrol("enrol-csr", device, token, EstClient.request(rsa.generateKeyPair())), 400, "KEY_UNFIT");
        KeyPairGenerator large = KeyPairGenerator.getInstance("EC");
        large.initialize(new ECGenParameterSpec("secp521r1"));
        refused(est.enrol("enrol-csr", device, token, EstClient.request(large.generateKeyPair())), 400, "KEY_UNFIT");
        refused(
                est.enrol("enrol-csr", device, token, "no request".getBytes(StandardCharsets.UTF_8)),
                400,
                "MALFORMED_REQUEST");
        refused(est.enrol("enrol-csr", device, token, new byte[1 << 20]), 413, "TOO_LARGE");

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
        X509Certificate ours = enrolled("enrol-ours", plant.registered("E-1"), pair);
        refused(est.renew("enrol-theirs", pair, ours, EstClient.request(pair)), 403, "CERTIFICATE_NOT_ADMITTED");
        assertThat(est.renew("enrol-ours", pair, ours, EstClient.request(PlatformAuthority.newKey()))
                        .statusCode())
                .isEqualTo(200);
        refused(
                est.post(null, null, est.base("enrol-ours") + "/simplereenroll", EstClient.request(pair), null),
                401,
                "CERTIFICATE_MISSING");
    }

    @Test
    void nothingElseIsAtThatPortAndEnrolmentIsAtNoOther() {
        Plant.of(api, "enrol-port");
        String port = est.base("enrol-port").replaceFirst("/\\.well-known.*", "");
        refused(est.get(port + "/actuator/health"), 404, "NOT_FOUND");
        refused(est.get(port + "/graphql"), 404, "NOT_FOUND");
        refused(est.get(est.base("enrol-port") + "/simpleenroll"), 405, "METHOD_NOT_ALLOWED");
        refused(est.get(api.instance().addresses().http() + "/.well-known/est/enrol-port/cacerts"), 404, "NOT_HERE");
        assertThat(EstClient.certificate(est.get(est.base("enrol-port") + "/cacerts"))
                        .getBasicConstraints())
                .isNotNegative();
        assertThat(est.get(est.base("enrol-port") + "/csrattrs").statusCode()).isEqualTo(200);
    }

    @Test
    void aListOfFactoryKeysEnrolsDevicesByTheirOwn() {
        Plant plant = Plant.of(api, "enrol-factory");
        KeyPair factory = PlatformAuthority.newKey();
        KeyPair other = PlatformAuthority.newKey();
        Map<String, Object> list = list(
                plant,
                row("F-1", factory),
                row("F-2", other),
                Map.of("serialNumber", "F-3", "keyFingerprint", "no hash"));
        JsonNode rows = api.done("importFactoryKeys", list).path("rows");
        assertThat(rows.findValuesAsString("result")).containsExactly("REGISTERED", "REGISTERED", "REFUSED");
        assertThat(rows.at("/2/error/code").asString()).isEqualTo("MALFORMED_INPUT");
        assertThat(api.done("importFactoryKeys", list).path("rows").findValuesAsString("result"))
                .as("sent again")
                .containsExactly("KNOWN", "KNOWN", "REFUSED");
        assertThat(api.mutate("importFactoryKeys", list(plant, row("F-1", other)))
                        .at("/rows/0/error/code")
                        .asString())
                .isEqualTo("FACTORY_KEY_DIFFERS");
        assertThat(api.refused("importFactoryKeys", list(plant, row("F-4", other), row("F-4", other))))
                .isEqualTo("MALFORMED_INPUT");
        String device = rows.at("/0/device").asString();

        X509Certificate made = SelfSigned.of("CN=whatever its maker wrote", factory);
        KeyPair operational = PlatformAuthority.newKey();
        String uri = est.base("enrol-factory") + "/simpleenroll";
        byte[] request = EstClient.request(operational);
        HttpResponse<String> answer = await().atMost(SOON)
                .until(() -> est.post(factory, made, uri, request, null), got -> got.statusCode() == 200);
        X509Certificate certificate = EstClient.certificate(answer);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + device + ",O=enrol-factory");
        assertThat(EstClient.certificate(est.post(factory, made, uri, request, null)))
                .isEqualTo(certificate);
        refused(est.post(factory, made, uri, EstClient.request(other), null), 403, "FACTORY_KEY_USED");
        KeyPair nobodys = PlatformAuthority.newKey();
        refused(
                est.post(nobodys, SelfSigned.of("CN=" + device, nobodys), uri, request, null),
                401,
                "ENROLMENT_NOT_ALLOWED");
        refused(
                est.post(factory, made, est.base("enrol-factory") + "/simplereenroll", request, null),
                403,
                "CERTIFICATE_NOT_ADMITTED");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.ask("device", Map.of("id", device))
                                .path("lifeCycle")
                                .asString())
                        .isEqualTo("ENROLLED"));
        assertThat(api.auditTrail("enrol-factory", device).toString())
                .contains("enrolment.FactoryKeyImported", "FACTORY_CERTIFICATE");
    }

    private static Map<String, Object> row(String serialNumber, KeyPair key) {
        return Map.of(
                "serialNumber",
                serialNumber,
                "keyFingerprint",
                Fingerprint.of(key.getPublic().getEncoded()));
    }

    @SafeVarargs
    private static Map<String, Object> list(Plant plant, Map<String, Object>... rows) {
        return Map.of(
                "tenant",
                plant.tenant(),
                "site",
                plant.basel(),
                "manufacturer",
                Plant.MAKER,
                "model",
                plant.model(),
                "modelVersion",
                1,
                "rows",
                List.of(rows),
                "reason",
                Plant.REASON);
    }

    private X509Certificate enrolled(String tenant, String device, KeyPair pair) {
        HttpResponse<String> answer = est.enrol(tenant, device, token(device), EstClient.request(pair));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/pkcs7-mime; smime-type=certs-only");
        assertThat(answer.headers().firstValue("Content-Transfer-Encoding")).contains("base64");
        return EstClient.certificate(answer);
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

    private String token(String device) {
        JsonNode payload = api.done("allowDeviceEnrolment", allowance(device));
        return payload.path("token").asString();
    }

    private static Map<String, Object> allowance(String device) {
        return Plant.with(
                Plant.because(device),
                Map.of("until", Instant.now().plus(Duration.ofHours(1)).toString()));
    }

    private static Map<String, Object> revocation(String device, String fingerprint) {
        return Plant.with(
                Plant.because(device), Map.of("fingerprint", fingerprint, "revocationReason", "KEY_COMPROMISE"));
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.body()).startsWith(code + ": ");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return Fingerprint.of(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean has(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }
}
