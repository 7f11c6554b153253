package io.devicetrail.pki.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.authority.RecordDeviceDenial;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand.IssueDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentRejection.RenewalsLimited;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.AuthorityStore;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import io.devicetrail.pki.certificates.CertificatesOfTests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site's whole fleet may come from one address: what one of it does wrong must not cost the others theirs. */
class RefusalsOfOneAddressTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final Origin ORIGIN = Origin.of("192.0.2.7", "curl/8");

    private final CertificatesOfTests certificates = new CertificatesOfTests();
    private final EnrolmentLimits limits = new EnrolmentLimits(() -> 0);
    private final KeyPair pair = PlatformAuthority.newKey();
    private @Nullable Rejection refusal;

    @TempDir
    Path folder;

    private DeviceSigning signing;
    private EstRequests est;

    @BeforeEach
    void open() {
        Clock clock = Clock.systemUTC();
        CertificateSettings settings = new CertificateSettings(
                new CertificateSettings.Keystore(
                        CertificateSettings.Place.PKCS12,
                        Path.of("a.p12"),
                        null,
                        new CertificateSettings.Token(null, null)),
                Duration.ofDays(90),
                Duration.ofDays(30),
                List.of(),
                null,
                0,
                false);
        signing = new DeviceSigning(
                PlatformAuthority.open(AuthorityStore.open(folder.resolve("a.p12"), "secret"), clock), settings, clock);
        CommandGateway gateway = gateway();
        est = new EstRequests(
                CertificatesOfTests.known(),
                signing,
                new EnrolmentDesk(gateway, CertificatesOfTests.known(), clock),
                limits,
                new EnrolmentDenials(gateway, CertificatesOfTests.known()));
        certificates.device(ACME, PUMP);
    }

    /** Takes every certificate, unless a test says why not. */
    private CommandGateway gateway() {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        var issuing = bus.subscribe(IssueDeviceCertificate.class.getName(), message -> {
            Rejection why = refusal;
            if (why != null) {
                throw new CommandExecutionException(why.code(), null, why);
            }
            IssueDeviceCertificate command = (IssueDeviceCertificate) message.getPayload();
            certificates.issued(command.tenant(), command.device(), command.certificate());
            return command.certificate();
        });
        var denying = bus.subscribe(RecordDeviceDenial.class.getName(), message -> "recorded");
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }

    @Test
    void whoShowsACertificateThatStandsIsRenewedWhateverOthersThereDo() throws Exception {
        DeviceCertificate standing = signing.sign(ACME, PUMP, pair.getPublic());
        certificates.issued(ACME, PUMP, standing);
        for (int i = 0; i < EnrolmentLimits.FAILURES; i++) {
            limits.failed(ORIGIN, "device " + i);
        }
        est.count(ORIGIN);
        assertThat(est.renew(ACME, parsed(standing), request(), ORIGIN)).isNotNull();
        DeviceCertificate unknown = signing.sign(ACME, PUMP, pair.getPublic());
        limited("RATE_LIMITED", () -> est.renew(ACME, parsed(unknown), request(), ORIGIN));
        limited("RATE_LIMITED", () -> est.enrol(ACME, basic(PUMP + ":guess"), request(), ORIGIN));
        limited("RATE_LIMITED", () -> est.enrol(ACME, basic("nobody:guess"), request(), ORIGIN));
        limited("RATE_LIMITED", () -> est.enrolByFactoryKey(ACME, parsed(unknown), request(), ORIGIN));
        Origin elsewhere = Origin.of("198.51.100.7", "curl/8");
        assertThat(est.enrol(ACME, basic(PUMP + ":token"), request(), elsewhere))
                .as("the control")
                .isNotNull();
    }

    /** The log keeps that bound for all nodes; it is no wrong try. */
    @Test
    void whoRenewsTooOftenIsToldToComeLater() throws Exception {
        DeviceCertificate standing = signing.sign(ACME, PUMP, pair.getPublic());
        certificates.issued(ACME, PUMP, standing);
        refusal = new RenewalsLimited(24);
        limited("RENEWALS_LIMITED", () -> est.renew(ACME, parsed(standing), request(), ORIGIN));
    }

    private static void limited(String code, Asked asked) {
        assertThatThrownBy(asked::get).isInstanceOfSatisfying(EstRefusal.class, refused -> {
            assertThat(refused.status()).isEqualTo(EstRefusal.TOO_MANY);
            assertThat(refused.sentence()).startsWith(code + ": ");
            assertThat(refused.retryAfterSeconds()).isPositive();
        });
    }

    private interface Asked {
        X509Certificate get() throws Exception;
    }

    private static X509Certificate parsed(DeviceCertificate certificate) {
        return Validity.parsed(certificate.pem().getBytes(StandardCharsets.US_ASCII));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] request() throws Exception {
        return Base64.getEncoder()
                .encode(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=pump"), pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                        .getEncoded());
    }
}
