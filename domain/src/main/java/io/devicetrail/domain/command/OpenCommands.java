package io.devicetrail.domain.command;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Counts and lists the commands that have not ended, as far as they are projected: a moment behind the log, for all nodes. */
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

    /**
     * The next ones of a device that have not ended, in the order of their ids.
     *
     * @param position log index of an event that the answer must have seen, and all before it; waits for that
     * @param after the last one of the page before; null for the first
     * @throws TimeoutException if that takes too long: to be asked again, as nothing is wrong
     */
    List<CommandId> nextOf(DeviceId device, long position, @Nullable CommandId after, int most) throws TimeoutException;
}
