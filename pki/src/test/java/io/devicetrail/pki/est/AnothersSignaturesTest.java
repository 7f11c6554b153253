package io.devicetrail.pki.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand.CheckDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.IssueDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateOnRecord;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.certificates.CertificatesOfTests;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

/** What another's authority signs costs something, and its clock is not ours. */
class AnothersSignaturesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final Origin ORIGIN = Origin.of("192.0.2.7", "curl/8");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final CertificatesOfTests certificates = new CertificatesOfTests();
    private final AtomicInteger signatures = new AtomicInteger();
    private final KeyPair pair = PlatformAuthority.newKey();
    private @Nullable Instant begin;
    private boolean onRecord;
    private long nanos;
    private EstRequests est;

    @BeforeEach
    void open() {
        CommandGateway gateway = gateway();
        est = new EstRequests(
                CertificatesOfTests.known(),
                new Another(),
                new EnrolmentDesk(gateway, CertificatesOfTests.known(), Clock.fixed(NOW, ZoneOffset.UTC)),
                new EnrolmentLimits(() -> nanos),
                new EnrolmentDenials(gateway, CertificatesOfTests.known()));
        certificates.device(ACME, PUMP);
    }

    /** Signs what nobody takes, unless a test says when what it signs begins. */
    private final class Another implements Signing {
        @Override
        public List<X509Certificate> chain(TenantId tenant) {
            return List.of();
        }

        @Override
        public boolean asksFirst() {
            return true;
        }

        @Override
        public void requireFit(TenantId tenant, DeviceId device, CertificateRequest request) {}

        @Override
        public DeviceCertificate sign(TenantId tenant, DeviceId device, CertificateRequest request) {
            signatures.incrementAndGet();
            Instant begins = begin;
            if (begins == null) {
                throw new EstRefusal(EstRefusal.UNAVAILABLE, "AUTHORITY_ANSWER_UNFIT: No.", 1, null);
            }
            return new DeviceCertificate(
                    "0a",
                    Fingerprint.of("another's"),
                    Fingerprint.of(request.key().getEncoded()),
                    begins,
                    begins.plus(Duration.ofDays(90)),
                    "pem");
        }
    }

    private CommandGateway gateway() {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        var checking = bus.subscribe(CheckDeviceEnrolment.class.getName(), message -> null);
        var issuing = bus.subscribe(IssueDeviceCertificate.class.getName(), message -> {
            IssueDeviceCertificate command = (IssueDeviceCertificate) message.getPayload();
            if (onRecord) {
                Rejection why = new CertificateOnRecord(Fingerprint.of("another's"));
                throw new CommandExecutionException(why.code(), null, why);
            }
            certificates.issued(command.tenant(), command.device(), command.certificate());
            return command.certificate();
        });
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }

    /** A device that does not wait as long as it is told. */
    @Test
    void noDeviceHasItSignWithoutBoundWhatNobodyTakes() {
        for (int tries = 0; tries < EnrolmentLimits.RENEWALS; tries++) {
            refused(EstRefusal.UNAVAILABLE, "AUTHORITY_ANSWER_UNFIT");
        }
        for (int more = 0; more < 4; more++) {
            refused(EstRefusal.TOO_MANY, "RATE_LIMITED");
        }
        assertThat(signatures).hasValue(EnrolmentLimits.RENEWALS);
    }

    /** Six a minute are thousands a day, and each is a certificate in the world. */
    @Test
    void norAllDay() {
        for (int tries = 0; tries < EnrolmentLimits.SIGNED_IN_VAIN_PER_DAY; tries++) {
            refused(EstRefusal.UNAVAILABLE, "AUTHORITY_ANSWER_UNFIT");
            nanos += Duration.ofMinutes(1).toNanos();
        }
        EstRefusal refusal = refused(EstRefusal.TOO_MANY, "SIGNATURES_LIMITED");
        assertThat(refusal.retryAfterSeconds())
                .as("one an hour since the first")
                .isBetween(
                        Duration.ofMinutes(30).toSeconds(),
                        Duration.ofMinutes(40).toSeconds());
        assertThat(signatures).hasValue(EnrolmentLimits.SIGNED_IN_VAIN_PER_DAY);
        nanos += Duration.ofSeconds(refusal.retryAfterSeconds()).toNanos();
        refused(EstRefusal.UNAVAILABLE, "AUTHORITY_ANSWER_UNFIT");
        assertThat(refused(EstRefusal.TOO_MANY, "SIGNATURES_LIMITED").retryAfterSeconds())
                .isGreaterThan(Duration.ofMinutes(50).toSeconds());
    }

    /** An authority that answers a key with the certificate that it has had: the log alone knows. */
    @Test
    void norAllDayWhatTheLogKnows() {
        begin = NOW.minusSeconds(1);
        onRecord = true;
        for (int tries = 0; tries < EnrolmentLimits.SIGNED_IN_VAIN_PER_DAY; tries++) {
            refused(EstRefusal.UNAVAILABLE, "AUTHORITY_ANSWER_UNFIT");
            nanos += Duration.ofMinutes(1).toNanos();
        }
        refused(EstRefusal.TOO_MANY, "SIGNATURES_LIMITED");
        assertThat(signatures).hasValue(EnrolmentLimits.SIGNED_IN_VAIN_PER_DAY);
    }

    /** Its clock is ahead of ours: the device is told when to come, and nobody waits here meanwhile. */
    @Test
    void whatBeginsLaterIsSaidAtOnce() {
        begin = NOW.plusSeconds(90);
        long asked = System.nanoTime();
        EstRefusal refusal = refused(EstRefusal.UNAVAILABLE, "CERTIFICATE_NOT_YET_VALID");
        assertThat(refusal.retryAfterSeconds()).isEqualTo(90);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(EnrolmentDesk.READ_WITHIN);
    }

    private EstRefusal refused(int status, String code) {
        EstRefusal[] refusal = new EstRefusal[1];
        assertThatThrownBy(() -> est.enrol(ACME, basic(PUMP + ":token"), request(), ORIGIN))
                .isInstanceOfSatisfying(EstRefusal.class, why -> {
                    assertThat(why.status()).isEqualTo(status);
                    assertThat(why.sentence()).startsWith(code + ": ");
                    refusal[0] = why;
                });
        return refusal[0];
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
