package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands.OfWhat;
import io.devicetrail.domain.command.OpenCommands;
import io.devicetrail.domain.command.OpenCommands.Seen;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets a request pass while its device and its tenant have room for one more open command. The read model counts, and what
 * this node let pass since and the read model does not have yet counts too: on one node the limits hold exactly, however many
 * ask at once. Another node's requests are seen when they are projected and this node counts anew: of several nodes each may
 * let pass half of a device's limit before it sees what the others did, and may exceed a tenant's by what all of them let pass
 * within a second or so.
 */
@Component
class OpenCommandLimits {
    /** How long a tenant's count is believed; while it is far from its limit nothing hangs on it. */
    static final Duration RECOUNT_AFTER = Duration.ofSeconds(1);
    /**
     * How long a device's count is believed while it and what was let pass since are under half of its limit: to ask at each
     * request would let the requests of a tenant wait for each other. Of several nodes each may let pass that much.
     */
    static final Duration FAR_FROM_FULL = Duration.ofSeconds(10);
    /** A request that let so long pass without being projected was never stored; or the read model is being rebuilt. */
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

    private final OpenCommands open;
    private final OpenCommandSettings most;
    private final LongSupplier nanos;
    private final Map<TenantId, Admitted> tenants = new ConcurrentHashMap<>();

    @Autowired
    OpenCommandLimits(OpenCommands open, OpenCommandSettings most) {
        this(open, most, System::nanoTime);
    }

    OpenCommandLimits(OpenCommands open, OpenCommandSettings most, LongSupplier nanos) {
        this.open = open;
        this.most = most;
        this.nanos = nanos;
    }

    /** Only for a request that will be stored if it passes: if it is not, because its unit of work fails, it gives its room back. */
    void admit(TenantId tenant, DeviceId device, CommandId command) {
        Admitted admitted = tenants.computeIfAbsent(tenant, Admitted::new);
        admitted.admit(device, command);
        CurrentUnitOfWork.ifStarted(work -> work.onRollback(failed -> admitted.release(device, command)));
    }

    /** Devices of the tenant of which anything is kept: those that were asked for within some minutes. */
    int devicesKept(TenantId tenant) {
        Admitted admitted = tenants.get(tenant);
        return admitted == null ? 0 : admitted.devicesKept();
    }

    /** What one tenant's requests came to here; the requests of a tenant are counted one after the other. */
    private final class Admitted {
        private final TenantId tenant;
        private final Counted all = new Counted();
        private final Map<DeviceId, Counted> devices = new HashMap<>();

        Admitted(TenantId tenant) {
            this.tenant = tenant;
        }

        synchronized void admit(DeviceId device, CommandId command) {
            long now = nanos.getAsLong();
            if (all.isOlder(now, RECOUNT_AFTER) || all.estimate() >= most.ofTenant()) {
                all.count(now, asked -> open.ofTenant(tenant, asked));
                devices.values().removeIf(one -> one.isForgotten(now));
            }
            unless(all.estimate() < most.ofTenant(), new TooManyOpenCommands(OfWhat.TENANT, most.ofTenant()));
            Counted own = devices.computeIfAbsent(device, first -> new Counted());
            boolean far = own.estimate() < most.ofDevice() / 2;
            if (!far || own.isOlder(now, FAR_FROM_FULL)) {
                own.count(now, asked -> open.ofDevice(device, asked));
            }
            unless(own.estimate() < most.ofDevice(), new TooManyOpenCommands(OfWhat.DEVICE, most.ofDevice()));
            all.pending.put(command, now);
            own.pending.put(command, now);
        }

        synchronized int devicesKept() {
            return devices.size();
        }

        synchronized void release(DeviceId device, CommandId command) {
            all.pending.remove(command);
            Counted own = devices.get(device);
            if (own != null) {
                own.pending.remove(command);
            }
        }
    }

    /** A count of the read model, and what was let pass that it may not have seen. */
    private static final class Counted {
        /** When each was let pass. */
        private final Map<CommandId, Long> pending = new HashMap<>();

        private int open;
        private long at;
        private boolean never = true;

        int estimate() {
            return open + pending.size();
        }

        boolean isOlder(long now, Duration age) {
            return never || now - at > age.toNanos();
        }

        /** Whether nothing of it counts any more: what was let pass is projected by now, or was never stored. */
        boolean isForgotten(long now) {
            if (!isOlder(now, FORGOTTEN_AFTER)) {
                return false;
            }
            forget(now);
            return pending.isEmpty();
        }

        private void forget(long now) {
            pending.values().removeIf(since -> now - since > FORGOTTEN_AFTER.toNanos());
        }

        void count(long now, Function<Set<CommandId>, Seen> counting) {
            forget(now);
            Seen seen = counting.apply(Set.copyOf(pending.keySet()));
            seen.known().forEach(pending::remove);
            open = seen.open();
            at = now;
            never = false;
        }
    }
}
