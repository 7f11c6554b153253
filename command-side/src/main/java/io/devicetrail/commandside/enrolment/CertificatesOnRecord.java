package io.devicetrail.commandside.enrolment;

import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The certificates that one device was given. */
final class CertificatesOnRecord {
    /** A device's renewals are counted over this time. */
    static final Duration RENEWALS_WITHIN = Duration.ofDays(1);

    /** Oldest first; those that are over go when the next one comes. */
    private final List<DeviceCertificate> standing = new ArrayList<>();

    /** Fingerprints of all there ever were: no more come than the bound of renewals and the tokens of people let. */
    private final Set<String> issued = new HashSet<>();

    private final Set<String> revoked = new HashSet<>();
    /** When renewals were recorded, of the last day before the newest: no more than the bound lets be. */
    private final List<Instant> renewals = new ArrayList<>();

    /** Whether there ever was one. */
    boolean any() {
        return !issued.isEmpty();
    }

    /** Whether the device had it once, whatever became of it. */
    boolean isKnown(String fingerprint) {
        return issued.contains(fingerprint);
    }

    boolean isRevoked(String fingerprint) {
        return revoked.contains(fingerprint);
    }

    Optional<DeviceCertificate> standing(String fingerprint) {
        return standing.stream()
                .filter(one -> one.fingerprint().equals(fingerprint))
                .findFirst();
    }

    /** Not revoked; those that are over may be among them. */
    List<DeviceCertificate> standing() {
        return List.copyOf(standing);
    }

    List<DeviceCertificate> holdingAt(Instant now) {
        return standing.stream().filter(one -> holds(one, now)).toList();
    }

    /** Renewals in the day before; by the log's time, as of its own a certificate says what its authority likes. */
    long renewalsBefore(Instant now) {
        Instant since = now.minus(RENEWALS_WITHIN);
        return renewals.stream().filter(one -> one.isAfter(since)).count();
    }

    static boolean holds(DeviceCertificate certificate, Instant now) {
        return !now.isAfter(certificate.notAfter());
    }

    void evolve(DeviceCertificateIssued e, Instant recordedAt) {
        DeviceCertificate certificate = e.certificate();
        issued.add(certificate.fingerprint());
        standing.removeIf(one -> one.notAfter().isBefore(certificate.notBefore()));
        standing.add(certificate);
        if (e.means() == EnrolmentMeans.RENEWAL) {
            Instant since = recordedAt.minus(RENEWALS_WITHIN);
            renewals.removeIf(one -> !one.isAfter(since));
            renewals.add(recordedAt);
        }
    }

    void evolve(DeviceCertificateRevoked e) {
        standing.removeIf(one -> one.fingerprint().equals(e.fingerprint()));
        revoked.add(e.fingerprint());
    }
}
