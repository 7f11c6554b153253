package io.devicetrail.pki.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.TestDatabase;
import io.devicetrail.pki.authority.AuthorityStore;
import io.devicetrail.pki.authority.CertificateFingerprint;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class RequiredAuthoritiesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final CertificatesOfTests certificates = new CertificatesOfTests();

    @TempDir
    Path folder;

    @BeforeEach
    void startNothingBefore() {
        JdbcClient.create(TestDatabase.POOL).sql("delete from pki.known_root").update();
    }

    /** A key store that was lost is made anew when it is opened, and one from an old backup lacks who came since. */
    @Test
    void aStartWithoutTheAuthorityOfCertificatesThatDevicesHaveIsRefused() {
        certificates.device(ACME, PUMP);
        certificates.issued(ACME, PUMP, BigInteger.ONE, NOW.plusSeconds(1));
        PlatformAuthority platform = opened("a.p12");
        assertThatThrownBy(() -> start(platform, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a.p12")
                .hasMessageContaining("tenant acme")
                .hasMessageContaining("restore the newest backup");
        assertThatCode(() -> start(platform, true))
                .as("who has no backup says so")
                .doesNotThrowAnyException();
        platform.of(ACME);
        assertThatCode(() -> start(platform, false)).doesNotThrowAnyException();
        assertThatCode(() -> start(opened("a.p12"), false)).as("the next start").doesNotThrowAnyException();
    }

    @Test
    void certificatesThatAreOverNeedNoAuthority() {
        certificates.device(ACME, PUMP);
        certificates.issued(ACME, PUMP, BigInteger.ONE, NOW);
        assertThatCode(() -> start(opened("a.p12"), false)).doesNotThrowAnyException();
    }

    /** As {@code est} signed before, and {@code local} does again. */
    @Test
    void anothersCertificatesNeedNoAuthorityOfOurs() {
        issuedByAnother(NOW.plusSeconds(1));
        assertThatCode(() -> start(opened("a.p12"), false)).doesNotThrowAnyException();
    }

    /**
     * Whoever signs for devices: they know our servers by our root. A start that was refused has made another, which the
     * next one finds.
     */
    @Test
    void anotherRootIsRefusedWhileDevicesHaveCertificates() {
        start(opened("a.p12"), false);
        issuedByAnother(NOW.plusSeconds(1));
        assertThatCode(() -> start(opened("a.p12"), false)).doesNotThrowAnyException();
        for (int starts = 0; starts < 2; starts++) {
            assertThatThrownBy(() -> start(opened("b.p12"), false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has another root")
                    .hasMessageContaining("restore the newest backup");
        }
        assertThatCode(() -> start(opened("b.p12"), true)).doesNotThrowAnyException();
        assertThatCode(() -> start(opened("b.p12"), false))
                .as("said once is enough")
                .doesNotThrowAnyException();
    }

    /** Nor without a word, as before the first certificate. */
    @Test
    void anotherRootIsTakenWhereNoDeviceKnowsTheOld(CapturedOutput output) {
        PlatformAuthority before = opened("a.p12");
        start(before, false);
        start(before, false);
        issuedByAnother(NOW);
        assertThat(output).as("the same").doesNotContain("has another root");
        PlatformAuthority after = opened("b.p12");
        assertThatCode(() -> start(after, false)).doesNotThrowAnyException();
        assertThat(output.getOut().lines().filter(line -> line.contains("has another root")))
                .singleElement()
                .asString()
                .contains("WARN", CertificateFingerprint.of(before.root()), CertificateFingerprint.of(after.root()));
    }

    private void issuedByAnother(Instant notAfter) {
        X509Certificate theirs = opened("another.p12").root();
        certificates.device(ACME, PUMP);
        certificates.issued(
                ACME,
                PUMP,
                new DeviceCertificate(
                        "0a",
                        Fingerprint.of("theirs"),
                        Fingerprint.of("key"),
                        NOW.minusSeconds(1),
                        notAfter,
                        Pem.of(theirs)));
    }

    @Test
    void aNodeThatSignsNothingNeedsNone() {
        certificates.device(ACME, PUMP);
        certificates.issued(ACME, PUMP, BigInteger.ONE, NOW.plusSeconds(1));
        assertThatCode(() -> required(new StaticListableBeanFactory(), false).afterPropertiesSet())
                .doesNotThrowAnyException();
    }

    private PlatformAuthority opened(String file) {
        return PlatformAuthority.open(AuthorityStore.open(folder.resolve(file), "secret"), CLOCK);
    }

    private static void start(PlatformAuthority platform, boolean newAuthorities) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("authorities", platform);
        required(beans, newAuthorities).afterPropertiesSet();
    }

    private static RequiredAuthorities required(StaticListableBeanFactory beans, boolean newAuthorities) {
        CertificateSettings settings = new CertificateSettings(
                new CertificateSettings.Keystore(
                        CertificateSettings.Place.PKCS12,
                        Path.of("secrets/a.p12"),
                        null,
                        new CertificateSettings.Token(null, null)),
                Duration.ofDays(90),
                Duration.ofDays(30),
                List.of(),
                null,
                0,
                newAuthorities);
        return new RequiredAuthorities(
                beans.getBeanProvider(PlatformAuthority.class), JdbcClient.create(TestDatabase.POOL), settings, CLOCK);
    }
}
