package io.devicetrail.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.tenant.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformAuthorityTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final TenantId RIVAL = TenantId.of("rival");
    private static final Instant NOW = Instant.now();

    @TempDir
    Path folder;

    private PlatformAuthority platform;

    @BeforeEach
    void open() {
        platform = opened("secret");
    }

    private PlatformAuthority opened(String password) {
        return PlatformAuthority.open(
                AuthorityStore.open(folder.resolve("authorities.p12"), password), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static X509Certificate device(CertificateAuthority authority, Duration life) {
        KeyPair pair = PlatformAuthority.newKey();
        return authority.issue(
                CertificateAuthority.newSerialNumber(),
                new X500Name("CN=device"),
                pair.getPublic(),
                CertificateUse.CLIENT,
                List.of(),
                PlatformAuthority.from(NOW, life),
                null);
    }

    private static void validate(X509Certificate anchor, List<X509Certificate> path) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }

    @Test
    void aDevicesCertificateLeadsToTheRoot() throws Exception {
        X509Certificate device = device(platform.of(ACME), Duration.ofDays(365));
        validate(platform.root(), List.of(device, platform.of(ACME).certificate()));
        assertThat(device.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(device.getBasicConstraints()).isEqualTo(-1);
        assertThat(device.getSerialNumber().signum()).isPositive();
    }

    @Test
    void oneTenantsCertificateIsNoneOfAnother() {
        X509Certificate device = device(platform.of(ACME), Duration.ofDays(365));
        assertThatThrownBy(() -> validate(platform.of(RIVAL).certificate(), List.of(device)))
                .isInstanceOf(CertPathValidatorException.class);
    }

    /** A tenant's authority that was stolen must not make another one. */
    @Test
    void aTenantsAuthorityHasNoneBelowItself() {
        CertificateAuthority acme = platform.of(ACME);
        KeyPair pair = PlatformAuthority.newKey();
        X509Certificate below = acme.issueAuthority(
                new X500Name("CN=below"), pair.getPublic(), PlatformAuthority.from(NOW, Duration.ofDays(1)));
        CertificateAuthority second = new CertificateAuthority(new AuthorityStore.Signer(
                pair.getPrivate(), List.of(below), AuthorityStore.open(folder.resolve("below.p12"), "secret")));
        X509Certificate device = device(second, Duration.ofHours(1));
        assertThatThrownBy(() -> validate(platform.root(), List.of(device, below, acme.certificate())))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void nothingOutlivesItsAuthority() {
        CertificateAuthority acme = platform.of(ACME);
        X509Certificate device = device(acme, Duration.ofDays(50 * 365));
        assertThat(Validity.of(device).notAfter())
                .isEqualTo(Validity.of(acme.certificate()).notAfter());
        assertThat(Validity.of(device(acme, Duration.ofDays(2))).notAfter())
                .isEqualTo(PlatformAuthority.from(NOW, Duration.ofDays(2)).notAfter());
    }

    /** The other spelling of times begins there. */
    @Test
    void timesAfter2049AreReadAsTheyWereWritten() {
        Instant late = Instant.parse("2051-03-04T05:06:07Z");
        PlatformAuthority then = PlatformAuthority.open(
                AuthorityStore.open(folder.resolve("late.p12"), "secret"), Clock.fixed(late, ZoneOffset.UTC));
        assertThat(Validity.of(then.root())).isEqualTo(PlatformAuthority.from(late, PlatformAuthority.ROOT_LIFE));
    }

    @Test
    void anotherStartHasTheSameAuthorities() {
        X509Certificate acme = platform.of(ACME).certificate();
        PlatformAuthority again = opened("secret");
        assertThat(again.root()).isEqualTo(platform.root());
        assertThat(again.of(ACME).certificate()).isEqualTo(acme);
        assertThat(again.known(RIVAL)).isEmpty();
    }

    @Test
    void theKeysAreForTheOwnerAlone() throws Exception {
        Path file = folder.resolve("authorities.p12");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> opened("secret"))
                .isInstanceOf(AuthorityBroken.class)
                .hasMessageContaining("chmod 600");
    }

    /** It would sign until the next start, and nobody could check what it signed after that. */
    @Test
    void anAuthorityThatCouldNotBeKeptSignsNothing() throws Exception {
        Path store = Files.createDirectory(folder.resolve("store"));
        PlatformAuthority full = PlatformAuthority.open(
                AuthorityStore.open(store.resolve("a.p12"), "secret"), Clock.fixed(NOW, ZoneOffset.UTC));
        Path away = Files.move(store, folder.resolve("away"));
        assertThatThrownBy(() -> full.of(ACME)).isInstanceOf(AuthorityBroken.class);
        assertThat(full.known(ACME)).isEmpty();
        assertThatThrownBy(() -> full.of(ACME)).as("the second time").isInstanceOf(AuthorityBroken.class);
        Files.move(away, store);
        X509Certificate kept = full.of(ACME).certificate();
        PlatformAuthority again = PlatformAuthority.open(
                AuthorityStore.open(store.resolve("a.p12"), "secret"), Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(again.of(ACME).certificate()).isEqualTo(kept);
    }

    @Test
    void withAnotherPasswordTheyStayClosed() {
        assertThatThrownBy(() -> opened("guess")).isInstanceOf(AuthorityBroken.class);
    }
}
