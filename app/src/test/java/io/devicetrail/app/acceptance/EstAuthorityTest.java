package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.outsideca.EstAuthority;
import io.devicetrail.pki.outsideca.EstAuthority.Refused;
import io.devicetrail.pki.outsideca.ExpectedNames;
import io.devicetrail.pki.outsideca.OutsideAuthoritySettings.Est;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken of another's authority, and what is not. */
class EstAuthorityTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final ExpectedNames NAMES = new ExpectedNames(ACME, PUMP);
    private static final Duration LIFE = Duration.ofHours(2);

    private final KeyPair key = PlatformAuthority.newKey();
    private OutsideCa ca;
    private Map<String, String> settings;
    private EstAuthority authority;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws Exception {
        ca = new OutsideCa();
        settings = ca.settings(folder);
        authority = authority(ca.url());
    }

    @AfterEach
    void close() {
        ca.close();
    }

    /** With a time-out that a busy machine does not need. */
    private EstAuthority authority(String url) {
        return authority(url, Duration.ofSeconds(20));
    }

    private EstAuthority authority(String url, Duration timeout) {
        return new EstAuthority(
                new Est(
                        URI.create(url),
                        file("trusted"),
                        file("anchors"),
                        file("certificate"),
                        file("key"),
                        timeout,
                        2),
                LIFE,
                Clock.systemUTC());
    }

    private Path file(String name) {
        return Path.of(String.valueOf(settings.get("devicetrail.certificates.est." + name)));
    }

    @Test
    void whatWasAskedForIsTaken() throws Exception {
        assertThat(sign().getPublicKey()).isEqualTo(key.getPublic());
        assertThat(authority.trouble()).isNull();
        ca.alternative = PUMP.toString();
        assertThat(sign()).isNotNull();
    }

    @Test
    void whatWasNotAskedForIsRefused() {
        ca.otherKey = PlatformAuthority.newKey().getPublic();
        unfit();
        ca.otherKey = null;
        for (String subject : new String[] {
            "CN=another", "O=acme", "CN=" + PUMP + ",O=other", "CN=" + PUMP + ",OU=more", "CN=" + PUMP + ",CN=another"
        }) {
            ca.subject = new X500Name(subject);
            unfit();
        }
        ca.subject = null;
        ca.alternative = "another";
        unfit();
        ca.alternative = null;
        ca.life = LIFE.plusMinutes(6);
        unfit();
        ca.life = Duration.ofSeconds(-30);
        unfit();
        ca.life = Duration.ofHours(1);
        ca.ago = Duration.ofMinutes(61);
        unfit();
        ca.ago = Duration.ofMinutes(59);
        assertThatCode(this::sign).doesNotThrowAnyException();
        ca.otherSigner = PlatformAuthority.newKey();
        unfit();
    }

    @Test
    void whileItIsAwayThatIsSaidInTime() {
        ca.status = 500;
        refused("AUTHORITY_REFUSED");
        assertThat(authority.trouble()).contains("500");
        ca.status = 403;
        refused("AUTHORITY_REFUSED");
        ca.status = 202;
        assertThatThrownBy(this::sign)
                .isInstanceOfSatisfying(
                        Refused.class,
                        why -> assertThat(why.retryAfterSeconds()).isEqualTo(77))
                .hasMessageStartingWith("AUTHORITY_NOT_READY");
        assertThat(ca.asked).as("each request once, as it got an answer").hasValue(3);
        ca.hanging = true;
        authority = authority(ca.url(), Duration.ofSeconds(2));
        long begun = System.nanoTime();
        refused("AUTHORITY_AWAY");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
        assertThat(ca.asked).as("it may be signing: not asked twice").hasValue(4);
        ca.close();
        refused("AUTHORITY_AWAY");
        assertThat(authority.trouble()).isNotNull();
    }

    @Test
    void whenItSaysWhenToComeAgainThatIsPassedOn() {
        for (int status : new int[] {202, 429, 503}) {
            ca.status = status;
            comeAgainAfter(OutsideCa.RETRY_AFTER);
        }
        for (int status : new int[] {400, 500}) {
            ca.status = status;
            comeAgainAfter(30);
        }
    }

    /** It would sign another one that nobody takes. */
    @Test
    void afterAnUnfitAnswerNobodyComesSoon() {
        ca.subject = new X500Name("CN=another");
        comeAgainAfter(3_600);
    }

    private void comeAgainAfter(long seconds) {
        assertThatThrownBy(this::sign)
                .isInstanceOfSatisfying(
                        Refused.class,
                        why -> assertThat(why.retryAfterSeconds()).isEqualTo(seconds));
    }

    /** No device takes health down, or up, by what it asks for. */
    @Test
    void aBadRequestSaysNothingOfTheAuthority() {
        ca.status = 400;
        refused("AUTHORITY_REFUSED");
        assertThat(authority.trouble()).isNull();
        assertThat(authority.lookedAt()).as("of health alone").isEqualTo(Instant.EPOCH);
        ca.status = 403;
        refused("AUTHORITY_REFUSED");
        ca.status = 400;
        refused("AUTHORITY_REFUSED");
        assertThat(authority.trouble()).contains("403");
        authority.look();
        assertThat(authority.trouble()).isNull();
        assertThat(authority.lookedAt()).isAfter(Instant.EPOCH);
    }

    @Test
    void whatNobodyCanReadIsTrouble() throws Exception {
        ca.mumbling = true;
        refused("AUTHORITY_AWAY");
        assertThat(authority.trouble()).contains("cannot be read");
        ca.mumbling = false;
        ca.subject = new X500Name("CN=another");
        unfit();
        assertThat(authority.trouble()).contains("not asked for");
        ca.subject = null;
        sign();
        assertThat(authority.trouble()).isNull();
    }

    /** They are renewed under way, and may be renewed badly. */
    @Test
    void filesThatBecameUnusableAreTrouble() throws Exception {
        String good = Files.readString(file("key"));
        Files.writeString(file("key"), "no key");
        refused("AUTHORITY_AWAY");
        assertThat(authority.trouble()).contains("devicetrail.certificates.est.key");
        authority.look();
        assertThat(authority.trouble()).contains("devicetrail.certificates.est.key");
        Files.writeString(file("key"), good);
        authority.look();
        assertThat(authority.trouble()).isNull();
    }

    /** Java's own authorities are not believed, nor any other than the one that was pinned. */
    @Test
    void anotherServerIsNotBelieved() throws Exception {
        try (OutsideCa other = new OutsideCa()) {
            EstAuthority misled = authority(other.url());
            assertThatThrownBy(() -> misled.sign(request(), key.getPublic(), NAMES))
                    .hasMessageStartingWith("AUTHORITY_AWAY");
            assertThat(other.signed).hasValue(0);
        }
    }

    @Test
    void whatCannotBeUsedIsToldAtTheStart() throws Exception {
        Files.writeString(file("key"), "no key");
        assertThatThrownBy(() -> authority(ca.url()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("devicetrail.certificates.est.key");
        Files.writeString(file("key"), Pem.of(key.getPrivate()));
        Files.writeString(file("anchors"), "");
        assertThatThrownBy(() -> authority(ca.url()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("devicetrail.certificates.est.anchors");
        assertThatThrownBy(() -> authority("http://localhost/.well-known/est"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
    }

    private void unfit() {
        refused("AUTHORITY_ANSWER_UNFIT");
    }

    private void refused(String code) {
        assertThatThrownBy(this::sign).isInstanceOf(Refused.class).hasMessageStartingWith(code + ": ");
    }

    private java.security.cert.X509Certificate sign() throws Refused {
        return authority.sign(request(), key.getPublic(), NAMES);
    }

    private byte[] request() {
        return Base64.getMimeDecoder().decode(EstClient.request("CN=" + PUMP + ",O=acme", key, key, false));
    }
}
