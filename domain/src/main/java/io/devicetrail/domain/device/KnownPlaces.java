package io.devicetrail.domain.device;

import java.util.Optional;

/** Tells where devices are, as the log has it now: no copy that is yet to catch up. */
public interface KnownPlaces {
    Optional<DevicePlace> placeOf(DeviceId device);
}
