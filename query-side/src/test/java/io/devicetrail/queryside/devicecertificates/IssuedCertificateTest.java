package io.devicetrail.queryside.devicecertificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.queryside.devicecertificates.IssuedCertificate.CertificateState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IssuedCertificateTest {
    private static final Instant END = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void whatIsOverIsToldWhenItIsAsked() {
        assertThat(certificate(null).stateAt(END)).isEqualTo(CertificateState.STANDING);
        assertThat(certificate(null).stateAt(END.plusNanos(1))).isEqualTo(CertificateState.EXPIRED);
    }

    /** That it was revoked matters for longer than its time. */
    @Test
    void whatWasRevokedStaysRevoked() {
        Instant late = END.plusSeconds(1);
        assertThat(certificate(RevocationReason.KEY_COMPROMISE).stateAt(late)).isEqualTo(CertificateState.REVOKED);
        assertThat(certificate(RevocationReason.SUPERSEDED).stateAt(END)).isEqualTo(CertificateState.SUPERSEDED);
    }

    private static IssuedCertificate certificate(@Nullable RevocationReason revoked) {
        return new IssuedCertificate(
                "0a",
                "0b",
                new UUID(1, 2),
                EnrolmentMeans.TOKEN,
                END.minusSeconds(9),
                END.minusSeconds(9),
                END,
                revoked == null ? null : END,
                revoked,
                7);
    }
}
