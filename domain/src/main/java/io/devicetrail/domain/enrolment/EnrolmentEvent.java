package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to a device's credentials. Nothing here lets anybody in. */
public sealed interface EnrolmentEvent {
    EnrolmentId enrolment();

    TenantId tenant();

    DeviceId device();

    /**
     * A token was made for the device; one that was made before is void.
     *
     * @param tokenHash SHA-256 of 256 random bits, which nobody guesses from it
     * @param until when the token ends
     */
    @Revision("1")
    record DeviceEnrolmentAllowed(
            EnrolmentId enrolment, TenantId tenant, DeviceId device, String tokenHash, Instant until)
            implements EnrolmentEvent {}

    /**
     * The maker says which key is in the device: it may ask for its first certificate with it.
     *
     * @param keyFingerprint SHA-256 of the key (SubjectPublicKeyInfo)
     * @param claimHash SHA-256 of the code that lies in the box: 80 random bits; null for none
     * @param list SHA-256 of the list that said so
     * @param signedBy who signed the list; null if nobody did
     */
    @Revision("2")
    record FactoryKeyImported(
            EnrolmentId enrolment,
            TenantId tenant,
            DeviceId device,
            String keyFingerprint,
            @Nullable String claimHash,
            String list,
            @Nullable SignedBy signedBy)
            implements EnrolmentEvent {}

    /** Somebody showed the code from the device's box: it belongs to this site from now on, where it is moved to. */
    @Revision("1")
    record DeviceClaimed(EnrolmentId enrolment, TenantId tenant, DeviceId device, SiteId site)
            implements EnrolmentEvent {}

    /**
     * The device was given a certificate.
     *
     * @param renewed fingerprint of the certificate that it was asked for with, which stands until its end; null otherwise
     */
    @Revision("1")
    record DeviceCertificateIssued(
            EnrolmentId enrolment,
            TenantId tenant,
            DeviceId device,
            DeviceCertificate certificate,
            EnrolmentMeans means,
            @Nullable String renewed)
            implements EnrolmentEvent {}

    /** From here on the certificate opens nothing, for good. */
    @Revision("1")
    record DeviceCertificateRevoked(
            EnrolmentId enrolment,
            TenantId tenant,
            DeviceId device,
            String serialNumber,
            String fingerprint,
            RevocationReason reason)
            implements EnrolmentEvent {}
}
