package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.command.OpenCount.Answer;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands.OfWhat;
import io.devicetrail.domain.command.OpenCommands;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
        return admitted == null ? 0 : admitted.devices.size();
    }

    /** What one tenant's requests came to here. */
    private final class Admitted {
        private final OpenCount all;
        private final Map<DeviceId, OpenCount> devices = new ConcurrentHashMap<>();
        private final AtomicLong swept = new AtomicLong(nanos.getAsLong());

        Admitted(TenantId tenant) {
            // A tenant's count is large, and asking for it takes as long: only where there may be no room each request
            // asks.
            this.all = new OpenCount(
                    most.ofTenant(), most.ofTenant(), RECOUNT_AFTER, asked -> open.ofTenant(tenant, asked), nanos);
        }

        void admit(DeviceId device, CommandId command) {
            sweep();
            unless(all.admit(command) == Answer.PASSED, new TooManyOpenCommands(OfWhat.TENANT, most.ofTenant()));
            boolean passed = false;
            try {
                passed = ofDevice(device, command) == Answer.PASSED;
            } finally {
                if (!passed) {
                    all.release(command);
                }
            }
            unless(passed, new TooManyOpenCommands(OfWhat.DEVICE, most.ofDevice()));
        }

        private Answer ofDevice(DeviceId device, CommandId command) {
            Answer answer = Answer.GONE;
            while (answer == Answer.GONE) {
                OpenCount own = devices.computeIfAbsent(device, this::counted);
                answer = own.admit(command);
                if (answer == Answer.GONE) {
                    devices.remove(device, own);
                }
            }
            return answer;
        }

        private OpenCount counted(DeviceId device) {
            return new OpenCount(
                    most.ofDevice(), most.ofDevice() / 2, FAR_FROM_FULL, asked -> open.ofDevice(device, asked), nanos);
        }

        /** By one of those that come. */
        private void sweep() {
            long last = swept.get();
            long now = nanos.getAsLong();
            if (now - last > RECOUNT_AFTER.toNanos() && swept.compareAndSet(last, now)) {
                devices.values().removeIf(OpenCount::isForgotten);
            }
        }

        void release(DeviceId device, CommandId command) {
            all.release(command);
            OpenCount own = devices.get(device);
            if (own != null) {
                own.release(command);
            }
        }
    }
}
