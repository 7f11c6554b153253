package io.devicetrail.domain.connectivity;

import io.devicetrail.domain.device.DeviceId;
import java.util.Optional;

/** Tells how well a device can be heard, by the last judgement in the log. */
@FunctionalInterface
public interface KnownConnectivity {
    /** Empty for a device that was never heard. */
    Optional<Connectivity> of(DeviceId device);
}
