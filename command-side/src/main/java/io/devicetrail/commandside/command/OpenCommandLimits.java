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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets a request pass while its device and its tenant have room for one more open command. The read model counts, and what
 * this node let pass since and the read model does not have yet counts too: on one node the limits hold exactly, however many
 * ask at once. Another node's requests are seen when they are projected, so that several nodes may exceed a limit by what
 * they let pass within that moment.
 */
@Component
class OpenCommandLimits {
    /** How long a tenant's count is believed; while it is far from its limit nothing hangs on it. */
    static final Duration RECOUNT_AFTER = Duration.ofSeconds(1);
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
        CurrentUnitOfWork.ifStarted(work -> work.onRollback(failed -> admitted.release(command)));
    }

    private record Pending(DeviceId device, long since) {}

    /** What one tenant's requests came to here; the requests of a tenant are counted one after the other. */
    private final class Admitted {
        private final TenantId tenant;
        private final Map<CommandId, Pending> pending = new ConcurrentHashMap<>();
        private int counted;
        private long countedAt;
        private boolean neverCounted = true;

        Admitted(TenantId tenant) {
            this.tenant = tenant;
        }

        synchronized void admit(DeviceId device, CommandId command) {
            long now = nanos.getAsLong();
            if (neverCounted || now - countedAt > RECOUNT_AFTER.toNanos() || full()) {
                recount(now);
            }
            unless(!full(), new TooManyOpenCommands(OfWhat.TENANT, most.ofTenant()));
            unless(ofDevice(device) < most.ofDevice(), new TooManyOpenCommands(OfWhat.DEVICE, most.ofDevice()));
            pending.put(command, new Pending(device, now));
        }

        void release(CommandId command) {
            pending.remove(command);
        }

        private boolean full() {
            return counted + pending.size() >= most.ofTenant();
        }

        private void recount(long now) {
            pending.values().removeIf(one -> now - one.since() > FORGOTTEN_AFTER.toNanos());
            Seen seen = open.ofTenant(tenant, Set.copyOf(pending.keySet()));
            seen.known().forEach(pending::remove);
            counted = seen.open();
            countedAt = now;
            neverCounted = false;
        }

        private int ofDevice(DeviceId device) {
            Set<CommandId> own = pending.entrySet().stream()
                    .filter(one -> one.getValue().device().equals(device))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            Seen seen = open.ofDevice(device, own);
            return seen.open() + own.size() - seen.known().size();
        }
    }
}
