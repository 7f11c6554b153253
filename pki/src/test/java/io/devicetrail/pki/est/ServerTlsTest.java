package io.devicetrail.pki.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.AuthorityStore;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path folder;

    private Instant now = BEGIN;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    /** Nobody restarts a server for its certificate, and devices do not forget. */
    @Test
    void theServersCertificateIsMadeAnewBeforeItsEnd() throws Exception {
        PlatformAuthority platform =
                PlatformAuthority.open(AuthorityStore.open(folder.resolve("a.p12"), "secret"), clock);
        ServerTls tls = new ServerTls(
                platform,
                new CertificateSettings(
                        new CertificateSettings.Keystore(
                                CertificateSettings.Place.PKCS12,
                                Path.of("a.p12"),
                                null,
                                new CertificateSettings.Token(null, null)),
                        Duration.ofDays(365),
                        Duration.ofDays(30),
                        List.of("enrol.example.com", "192.0.2.7", "no name of any"),
                        null,
                        0,
                        false),
                clock);
        X509Certificate first = tls.chain()[0];
        first.verify(platform.of(TenantId.INSTALLATION).certificate().getPublicKey());
        assertThat(Objects.requireNonNull(first.getSubjectAlternativeNames()).toString())
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "enrol.example.com", "192.0.2.7")
                .doesNotContain("no name");
        now = Validity.of(first).notAfter().minus(ServerTls.RENEWAL).minusSeconds(1);
        assertThat(tls.chain()[0]).isEqualTo(first);
        now = now.plusSeconds(1);
        X509Certificate next = tls.chain()[0];
        assertThat(next).isNotEqualTo(first);
        assertThat(Validity.of(next).covers(Validity.of(first).notAfter())).isTrue();
        assertThat(next.getPublicKey()).as("connections that are being made").isEqualTo(first.getPublicKey());
    }
}
