package io.devicetrail.ingress.certificate;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;

/**
 * What a device is told of its certificate.
 *
 * @param incident by which people were told of the same
 * @param stage how late it is, in the words of the incident's evidence
 * @param fingerprint of the certificate that is to be renewed
 */
record Reminder(
        IncidentEpisode incident,
        DeviceId device,
        TenantId tenant,
        String stage,
        String fingerprint,
        Instant dueSince,
        Instant notAfter) {
    /** Names it, whoever makes it again and as often as it is said: the same incident, stage and certificate. */
    String id() {
        return NamedId.of("certificate-reminder", incident.toString(), stage, fingerprint)
                .toString();
    }
}
