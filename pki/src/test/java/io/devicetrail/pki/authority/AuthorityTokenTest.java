package io.devicetrail.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The authorities in a token of SoftHSM 2: a real PKCS #11 module in this process. */
class AuthorityTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final TenantId ACME = new TenantId("acme");
    private static final String PIN = "1234";
    private static final Optional<Path> MODULE = Stream.of(
                    "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/lib64/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst();

    private static long slot;

    /** The module reads its configuration, which the build names in the environment, once in the life of a process. */
    @BeforeAll
    static void makeToken() throws Exception {
        assumeTrue(MODULE.isPresent() && Files.exists(Path.of("/usr/bin/softhsm2-util")), "softhsm2 is not installed");
        Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
        Path tokens = Files.createDirectories(
                configuration.resolveSibling("tokens-" + ProcessHandle.current().pid()));
        Files.writeString(
                configuration,
                "directories.tokendir = " + tokens.toAbsolutePath()
                        + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        String said = run(
                "softhsm2-util", "--init-token", "--free", "--label", "authorities", "--pin", PIN, "--so-pin", "5678");
        Matcher reassigned = Pattern.compile("slot (\\d+)").matcher(said);
        assertThat(reassigned.find()).as(said).isTrue();
        slot = Long.parseLong(reassigned.group(1));
    }

    private static AuthorityStore token() {
        return AuthorityStore.open(MODULE.orElseThrow(), slot, PIN);
    }

    private static PlatformAuthority platform() {
        return PlatformAuthority.open(token(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void theKeysAreMadeThereAndNeverLeave() throws Exception {
        PlatformAuthority platform = platform();
        X509Certificate device = device(platform);
        device.verify(platform.of(ACME).certificate().getPublicKey());
        platform.of(ACME).certificate().verify(platform.root().getPublicKey());
        for (String alias : List.of("root", "tenant-acme")) {
            PrivateKey key = token().find(alias).orElseThrow().key();
            assertThat(key.getEncoded()).as(alias).isNull();
        }
    }

    @Test
    void anotherStartFindsTheSameAuthorities() {
        PlatformAuthority before = platform();
        X509Certificate acme = before.of(ACME).certificate();
        PlatformAuthority after = platform();
        assertThat(after.root()).isEqualTo(before.root());
        assertThat(after.has(ACME)).isTrue();
        assertThat(after.has(new TenantId("rival"))).isFalse();
        assertThat(after.known(ACME).orElseThrow().chain()).containsExactly(acme, before.root());
    }

    @Test
    void whatAnotherProcessHasMadeIsFoundAndNotMadeAgain() {
        TenantId late = new TenantId("late");
        PlatformAuthority first = platform();
        PlatformAuthority second = platform();
        assertThat(second.has(late)).isFalse();
        X509Certificate made = first.of(late).certificate();
        assertThat(second.has(late)).isTrue();
        assertThat(second.of(late).certificate()).isEqualTo(made);
    }

    @Test
    void aWrongPinOrModuleIsSaidInOneLine() {
        assertThatThrownBy(() -> AuthorityStore.open(MODULE.orElseThrow(), slot, "4321"))
                .isInstanceOf(AuthorityBroken.class)
                .hasMessageContaining("CKR_PIN_INCORRECT");
        assertThatThrownBy(() -> AuthorityStore.open(Path.of("/usr/lib/no-module.so"), null, PIN))
                .isInstanceOf(AuthorityBroken.class)
                .hasMessageContaining("no PKCS #11 module at /usr/lib/no-module.so");
    }

    private static X509Certificate device(PlatformAuthority platform) {
        return platform.of(ACME)
                .issue(
                        CertificateAuthority.newSerialNumber(),
                        new X500Name("CN=device"),
                        PlatformAuthority.newKey().getPublic(),
                        CertificateUse.CLIENT,
                        List.of(),
                        PlatformAuthority.from(NOW, Duration.ofDays(1)),
                        null);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
