package io.devicetrail.pki.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.AuthorityStore;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceSigningTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String LISTS = "2.5.29.31";
    private static final String STATUS = "1.3.6.1.5.5.7.1.1";

    @TempDir
    Path folder;

    @Test
    void aCertificateTellsWhereItsRevocationIsAsked() {
        X509Certificate certificate = signed("http://site.example.com:8080/");
        assertThat(text(certificate, LISTS)).contains("http://site.example.com:8080/pki/acme.crl");
        assertThat(text(certificate, STATUS)).contains("http://site.example.com:8080/pki/ocsp");
        X509Certificate nowhere = signed(null);
        assertThat(nowhere.getExtensionValue(LISTS)).isNull();
        assertThat(nowhere.getExtensionValue(STATUS)).isNull();
    }

    @Test
    void aCertificateIsOfTheDeviceAndForAsLongAsItIsSet() {
        X509Certificate certificate = signed(null);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + PUMP + ",O=acme");
        assertThat(Validity.of(certificate).notAfter()).isEqualTo(NOW.plus(Duration.ofDays(90)));
        assertThat(Validity.of(certificate).covers(NOW.minus(PlatformAuthority.EARLIER)))
                .as("clocks differ")
                .isTrue();
    }

    private X509Certificate signed(@Nullable String publicUrl) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        PlatformAuthority platform =
                PlatformAuthority.open(AuthorityStore.open(folder.resolve("a.p12"), "secret"), clock);
        CertificateSettings settings = new CertificateSettings(
                new CertificateSettings.Keystore(
                        CertificateSettings.Place.PKCS12,
                        Path.of("a.p12"),
                        null,
                        new CertificateSettings.Token(null, null)),
                Duration.ofDays(90),
                Duration.ofDays(30),
                List.of(),
                publicUrl,
                0,
                false);
        KeyPair pair = PlatformAuthority.newKey();
        DeviceCertificate signed = new DeviceSigning(platform, settings, clock).sign(ACME, PUMP, pair.getPublic());
        return Validity.parsed(signed.pem().getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(X509Certificate certificate, String extension) {
        return new String(certificate.getExtensionValue(extension), StandardCharsets.ISO_8859_1);
    }
}
