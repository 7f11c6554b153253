package io.devicetrail.domain.incident;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Finds orphans: a copy of the log, as of the time of the question. */
@FunctionalInterface
public interface OrphanedDevices {
    /** How long a device may take from one step to the next before it counts as left behind. */
    Duration PATIENCE = Duration.ofDays(14);

    /**
     * Of one tenant; all that was stored before the question is in it.
     *
     * @throws TimeoutException if the copy does not come that far within a moment
     */
    Standing of(TenantId tenant) throws TimeoutException;

    /**
     * @param untold orphans of which no incident says so yet
     * @param settled devices with an incident that are orphans no more
     */
    record Standing(List<Orphan> untold, List<Settled> settled) {}

    /**
     * @param since from when on it has been one
     * @param before how many incidents said so before, each of which is over
     */
    record Orphan(DeviceId device, OrphanReason reason, Instant since, int before) {}

    /**
     * @param number of the incident that is open
     * @param ended whether the device left service for ever
     */
    record Settled(DeviceId device, int number, boolean ended) {}
}
