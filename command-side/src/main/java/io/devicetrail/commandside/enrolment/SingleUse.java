package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentRejection;
import io.devicetrail.domain.enrolment.RevocationReason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a token, or a factory key, was used for: it is good for one key of a device, and for none after a revocation. */
final class SingleUse {
    private @Nullable DeviceCertificate usedFor;
    private boolean spent;

    /** The same certificate once more for a device that did not get the answer; empty if one has to be issued. */
    Optional<DeviceCertificate> again(String keyFingerprint, Instant now, EnrolmentRejection otherwise) {
        unless(!spent, otherwise);
        DeviceCertificate had = usedFor;
        if (had == null) {
            return Optional.empty();
        }
        unless(had.publicKeyFingerprint().equals(keyFingerprint), otherwise);
        // One that is over helps the device no more; its key is still the one that this is good for.
        return now.isAfter(had.notAfter()) ? Optional.empty() : Optional.of(had);
    }

    boolean unused() {
        return usedFor == null;
    }

    void usedFor(DeviceCertificate certificate) {
        usedFor = certificate;
    }

    /** Somebody put the device's credentials out of force: what got them in the first place gets none again. */
    void revoked(DeviceCertificateRevoked event) {
        DeviceCertificate had = usedFor;
        boolean itsOwn = had != null && had.fingerprint().equals(event.fingerprint());
        spent |= itsOwn || event.reason() != RevocationReason.SUPERSEDED;
    }
}
