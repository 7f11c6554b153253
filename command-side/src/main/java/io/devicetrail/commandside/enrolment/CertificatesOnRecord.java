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

    private final Set<String> revoked = new HashSet<>();
    /** Begins of those that were renewals, of the last day before the newest: no more than the bound lets be. */
    private final List<Instant> renewals = new ArrayList<>();

    private boolean any;

    /** Whether there ever was one. */
    boolean any() {
        return any;
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

    /** Renewals in the day before this one would begin: certificates say themselves when they were made. */
    long renewalsBefore(Instant begin) {
        Instant since = begin.minus(RENEWALS_WITHIN);
        return renewals.stream().filter(one -> one.isAfter(since)).count();
    }

    static boolean holds(DeviceCertificate certificate, Instant now) {
        return !now.isAfter(certificate.notAfter());
    }

    void evolve(DeviceCertificateIssued e) {
        DeviceCertificate certificate = e.certificate();
        any = true;
        standing.removeIf(one -> one.notAfter().isBefore(certificate.notBefore()));
        standing.add(certificate);
        if (e.means() == EnrolmentMeans.RENEWAL) {
            Instant since = certificate.notBefore().minus(RENEWALS_WITHIN);
            renewals.removeIf(one -> !one.isAfter(since));
            renewals.add(certificate.notBefore());
        }
    }

    void evolve(DeviceCertificateRevoked e) {
        standing.removeIf(one -> one.fingerprint().equals(e.fingerprint()));
        revoked.add(e.fingerprint());
    }
}
