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
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was revoked opens nothing here, and others are told. */
@Requirement({"11.10(d)", "11.10(h)"})
class RevocationTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Enrolling enrolling = Enrolling.shared();
    private final Api api = enrolling.api();
    private final EstClient est = enrolling.est();
    private final DeviceCertificates admission = api.instance().context().getBean(DeviceCertificates.class);

    @TempDir
    Path folder;

    @Test
    void aCertificateSpeaksForItsDeviceUntilItIsRevoked() {
        Plant plant = Plant.of(api, "enrol-revoke");
        String device = plant.registered("E-1");
        KeyPair pair = PlatformAuthority.newKey();
        X509Certificate certificate = enrolling.enrolled("enrol-revoke", device, pair);
        String fingerprint = Enrolling.fingerprint(certificate);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + device + ",O=enrol-revoke");
        assertThat(admission.admitted(fingerprint))
                .as("at once, when the answer is there")
                .contains(new CertifiedDevice(new TenantId("enrol-revoke"), DeviceId.parse(device)));

        assertThat(api.refused("revokeDeviceCertificate", Enrolling.revocation(device, Fingerprint.of("another"))))
                .isEqualTo("CERTIFICATE_UNKNOWN");
        api.done("revokeDeviceCertificate", Enrolling.revocation(device, fingerprint));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(admission.refused(List.of(fingerprint))).containsExactly(fingerprint));
        Enrolling.refused(
                est.renew("enrol-revoke", pair, certificate, EstClient.request(pair)), 403, "CERTIFICATE_NOT_ADMITTED");
        assertThat(api.refused("revokeDeviceCertificate", Enrolling.revocation(device, fingerprint)))
                .isEqualTo("CERTIFICATE_REVOKED");
    }

    @Test
    void aRetiredDeviceIsShutOutWithinASecond() {
        Plant plant = Plant.of(api, "enrol-retire");
        String device = plant.registered("E-1");
        KeyPair pair = PlatformAuthority.newKey();
        String fingerprint = Enrolling.fingerprint(enrolling.enrolled("enrol-retire", device, pair));
        String later = enrolling.token(device);
        plant.step("retireDevice", device);
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(admission.admitted(fingerprint)).isEmpty());
        Enrolling.refused(est.enrol("enrol-retire", device, later, EstClient.request(pair)), 403, "DEVICE_ENDED");
        assertThat(api.refused("allowDeviceEnrolment", Enrolling.allowance(device)))
                .isEqualTo("DEVICE_ENDED");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(api.auditTrail("enrol-retire", device).toString())
                                .contains("CESSATION_OF_OPERATION"));
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
        X509Certificate certificate = enrolling.enrolled("enrol-crl", device, pair);
        X509CRL before = list("enrol-crl");
        assertThat(before.isRevoked(certificate)).isFalse();
        assertThat(list("enrol-crl"))
                .as("made anew when there is something new")
                .isEqualTo(before);
        assertThat(ocsp("enrol-crl", certificate)).contains("device.pem: good", "Response verify OK");

        api.done("revokeDeviceCertificate", Enrolling.revocation(device, Enrolling.fingerprint(certificate)));
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
        assertThat(admission.admitted(Enrolling.fingerprint(never)))
                .as("signed, and not in the log")
                .isEmpty();
        Enrolling.refused(
                est.renew("enrol-crl", pair, never, EstClient.request(pair)), 403, "CERTIFICATE_NOT_ADMITTED");
    }

    /** What openssl says of a certificate after it has asked. */
    private String ocsp(String tenant, X509Certificate certificate) throws IOException, InterruptedException {
        assumeTrue(Enrolling.has("openssl"), "openssl is not on this machine");
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
}
