package io.devicetrail.pki.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.tenant.TenantId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What certificates open while they are read again, and after somebody was killed who had them read again. */
class RebuiltCertificatesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final BigInteger FIRST = BigInteger.ONE;
    private static final BigInteger SECOND = BigInteger.TWO;
    /** Events of a device that was registered: its tenant's and its own. */
    private static final int REGISTERED = 2;

    private final Instant end = Instant.now().plus(Duration.ofDays(1));
    private final CertificatesOfTests certificates = new CertificatesOfTests();

    private void registeredAndIssued() {
        certificates.device(ACME, PUMP);
        certificates.issued(ACME, PUMP, FIRST, end);
    }

    private void revoked() {
        certificates.revoked(ACME, PUMP, FIRST, RevocationReason.KEY_COMPROMISE, end);
    }

    private static boolean opens(BigInteger serialNumber) {
        return CertificatesOfTests.known()
                .admitted(Fingerprint.of(serialNumber.toString()))
                .isPresent();
    }

    /** Nobody is left who would end it: the events themselves do, and the log goes on meanwhile. */
    @Test
    void aRebuildThatWasKilledEndsByItself() {
        registeredAndIssued();
        certificates.beginRebuild();
        registeredAndIssued();
        revoked();
        assertThat(opens(FIRST)).isFalse();
        certificates.issued(ACME, PUMP, SECOND, end);
        assertThat(opens(SECOND)).isTrue();
    }

    /** Not at its end: what is new is in both at once. */
    @Test
    void whatIsNewIsReadWhileItGoesOn() {
        registeredAndIssued();
        certificates.beginRebuild();
        certificates.skip(REGISTERED + 1);
        revoked();
        assertThat(opens(FIRST)).isFalse();
    }

    @Test
    void itTakesNobodyBackToWhatWas() {
        registeredAndIssued();
        certificates.retired(PUMP);
        certificates.beginRebuild();
        registeredAndIssued();
        assertThat(opens(FIRST)).as("in the middle").isFalse();
        certificates.retired(PUMP);
        assertThat(opens(FIRST)).as("at its end").isFalse();
    }

    /** An event that was set aside comes late: the next rebuild must not believe that nothing had come after it. */
    @Test
    void anEventThatComesLateEndsNoRebuildEarly() {
        registeredAndIssued();
        revoked();
        certificates.fromTheTail();
        certificates.device(ACME, PUMP);
        certificates.beginRebuild();
        registeredAndIssued();
        assertThat(opens(FIRST)).isFalse();
    }
}
