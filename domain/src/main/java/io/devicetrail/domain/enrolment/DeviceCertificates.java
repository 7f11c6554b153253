package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.device.DeviceId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Which certificates open the broker, as far as this node has read the log. */
public interface DeviceCertificates {
    /**
     * @param fingerprint SHA-256 of the certificate's DER bytes, 64 lower-case hexadecimal digits
     * @return empty if it was never issued, is revoked or over, or its device has ended
     */
    Optional<CertifiedDevice> admitted(String fingerprint);

    /** Those of {@code fingerprints} that do not open it, or no longer: asked for all open connections at once. */
    Set<String> refused(Collection<String> fingerprints);

    /** Whether {@code child} is of the gateway's tenant and reached through it, so that the gateway may speak for it. */
    boolean isBehind(DeviceId gateway, DeviceId child);
}
