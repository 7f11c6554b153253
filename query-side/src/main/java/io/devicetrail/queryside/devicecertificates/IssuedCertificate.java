package io.devicetrail.queryside.devicecertificates;

import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.RevocationReason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A device's certificate as the log has it up to {@code position}. */
record IssuedCertificate(
        String fingerprint,
        String serialNumber,
        UUID deviceId,
        EnrolmentMeans means,
        Instant issuedAt,
        Instant notBefore,
        Instant notAfter,
        @Nullable Instant revokedAt,
        @Nullable RevocationReason revocationReason,
        long position) {

    /** Whether it is over is no event: it hangs on when it is asked. */
    CertificateState stateAt(Instant now) {
        if (revokedAt != null) {
            return revocationReason == RevocationReason.SUPERSEDED
                    ? CertificateState.SUPERSEDED
                    : CertificateState.REVOKED;
        }
        return now.isAfter(notAfter) ? CertificateState.EXPIRED : CertificateState.STANDING;
    }

    enum CertificateState {
        STANDING,
        SUPERSEDED,
        REVOKED,
        EXPIRED
    }
}
