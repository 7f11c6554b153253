package io.devicetrail.domain.incident;

import io.devicetrail.domain.device.DeviceId;
import java.util.concurrent.TimeoutException;

/** Tells how things stand with a device's certificates: a copy of the log. */
@FunctionalInterface
public interface NewestCertificates {
    /**
     * Whether a device that has not ended has this one as the newest of those that are not revoked; all that was stored
     * before the question is in it.
     *
     * @throws TimeoutException if the copy does not come that far within a moment
     */
    boolean isInForce(DeviceId device, String fingerprint) throws TimeoutException;
}
