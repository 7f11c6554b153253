package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import java.util.List;

/** Reads events of devices' credentials; they belong to their device. */
final class EnrolmentReading {
    private EnrolmentReading() {}

    static List<FieldChange> changesOf(EnrolmentEvent event) {
        return switch (event) {
            case EnrolmentEvent.DeviceEnrolmentAllowed e ->
                AuditReading.created("enrolment token", "ISSUED", "enrolment token until", e.until());
            case EnrolmentEvent.FactoryKeyImported e ->
                AuditReading.created(
                        "factory key",
                        e.keyFingerprint(),
                        "factory key list",
                        e.list(),
                        "factory key list signed by",
                        e.signedBy() == null ? null : e.signedBy().fingerprint(),
                        "factory key list signer",
                        e.signedBy() == null ? null : e.signedBy().subject());
            case EnrolmentEvent.DeviceClaimed e -> AuditReading.created("claim", "CLAIMED", "claim site", e.site());
            case EnrolmentEvent.DeviceCertificateIssued e -> issued(e, e.certificate());
            case EnrolmentEvent.DeviceCertificateRevoked e ->
                List.of(
                        FieldChange.of("certificate " + e.serialNumber(), "STANDING", "REVOKED"),
                        FieldChange.of("certificate " + e.serialNumber() + " fingerprint", null, e.fingerprint()),
                        FieldChange.of("certificate " + e.serialNumber() + " revocation reason", null, e.reason()));
        };
    }

    private static List<FieldChange> issued(EnrolmentEvent.DeviceCertificateIssued e, DeviceCertificate certificate) {
        String field = "certificate " + certificate.serialNumber();
        return AuditReading.created(
                field,
                "STANDING",
                field + " means",
                e.means(),
                field + " fingerprint",
                certificate.fingerprint(),
                field + " public key",
                certificate.publicKeyFingerprint(),
                field + " notBefore",
                certificate.notBefore(),
                field + " notAfter",
                certificate.notAfter(),
                field + " renewed",
                e.renewed());
    }
}
