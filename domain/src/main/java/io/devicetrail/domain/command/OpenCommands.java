package io.devicetrail.domain.command;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Set;

/** Counts the commands that have not ended, as far as they are projected: a moment behind the log, for all nodes. */
public interface OpenCommands {
    /**
     * What one look saw.
     *
     * @param open how many have not ended
     * @param known those of the commands asked about that it has, open or ended
     */
    record Seen(int open, Set<CommandId> known) {}

    /** @param asked at most some hundred */
    Seen ofDevice(DeviceId device, Set<CommandId> asked);

    /** @param asked at most some thousand */
    Seen ofTenant(TenantId tenant, Set<CommandId> asked);
}
