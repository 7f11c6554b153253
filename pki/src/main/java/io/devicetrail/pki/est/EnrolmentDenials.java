package io.devicetrail.pki.est;

import io.devicetrail.domain.authority.DenialId;
import io.devicetrail.domain.authority.RecordDeviceDenial;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.certificates.KnownCertificates;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Puts refused requests for certificates on record: a number in a minute, whoever they were of; the rest is counted, and
 * told by the next one that gets an entry, or when the minute is over. It belongs to the tenant's audit trail if the device is the
 * tenant's, else to that of the installation: what somebody merely claims fills nobody's trail.
 */
@Component
final class EnrolmentDenials implements SmartLifecycle {
    /** Entries of this node in a minute. */
    static final int MOST_PER_MINUTE = 30;
    /** Longest wait for the log: the one who was refused waits as well. */
    static final long LONGEST_WAIT_MILLIS = 5_000;

    /** Between two looks for denials that were counted and not told. */
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final String PROCESS = "device-enrolment";
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(EnrolmentDenials.class);

    private final CommandGateway commands;
    private final KnownCertificates known;
    private final LongSupplier nanos;
    private long begun;
    private int recorded;
    private int unrecorded;
    private @Nullable Denial last;
    private volatile @Nullable ScheduledExecutorService looks;

    private record Denial(TenantId tenant, DeviceId device, String operation, Origin origin) {}

    @Autowired
    EnrolmentDenials(CommandGateway commands, KnownCertificates known) {
        this(commands, known, System::nanoTime);
    }

    EnrolmentDenials(CommandGateway commands, KnownCertificates known, LongSupplier nanos) {
        this.commands = commands;
        this.known = known;
        this.nanos = nanos;
    }

    /** Never fails: what was refused stays refused even if the log is away. */
    void denied(TenantId tenant, DeviceId device, String operation, Origin origin) {
        Denial denial = new Denial(tenant, device, operation, origin);
        int before = admitted(denial);
        if (before >= 0) {
            record(denial, before);
        }
    }

    /**
     * What was counted and not told.
     *
     * @param all also of a minute that goes on
     */
    void tellRest(boolean all) {
        Denial untold;
        int before;
        synchronized (this) {
            if (!all && nanos.getAsLong() - begun < MINUTE) {
                return;
            }
            untold = last;
            before = unrecorded - 1;
            last = null;
            unrecorded = 0;
        }
        if (untold != null) {
            record(untold, before);
        }
    }

    /** How many went unrecorded before this one; negative if this one does as well. */
    private synchronized int admitted(Denial denial) {
        long now = nanos.getAsLong();
        if (recorded == 0 || now - begun >= MINUTE) {
            begun = now;
            recorded = 0;
        }
        if (recorded == MOST_PER_MINUTE) {
            unrecorded++;
            last = denial;
            return -1;
        }
        recorded++;
        int before = unrecorded;
        unrecorded = 0;
        last = null;
        return before;
    }

    private void record(Denial denial, int before) {
        try {
            TenantId owner = known.siteOf(denial.tenant(), denial.device()).isPresent()
                    ? denial.tenant()
                    : TenantId.INSTALLATION;
            Caller caller = new Caller(
                    ActorType.PROCESS,
                    PROCESS,
                    PROCESS,
                    "process",
                    "in-process",
                    denial.origin().address(),
                    denial.origin().client(),
                    null,
                    null);
            commands.send(new GenericCommandMessage<>(
                            new RecordDeviceDenial(
                                    new DenialId(UUID.randomUUID()),
                                    denial.device(),
                                    denial.operation(),
                                    denial.tenant().value(),
                                    before),
                            caller.toMetadata(owner.value())))
                    .get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            lost(denial, before + 1);
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            lost(denial, before + 1);
            LOG.warn("that {} was denied to {} is not on record", denial.operation(), denial.device(), e);
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("enrolment-denials").factory());
        var unused = thread.scheduleWithFixedDelay(
                () -> tellRest(false), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        looks = thread;
    }

    /** The log is still there: what was counted is not lost. */
    @Override
    public void stop() {
        ScheduledExecutorService thread = looks;
        if (thread != null) {
            looks = null;
            thread.shutdown();
            tellRest(true);
        }
    }

    @Override
    public boolean isRunning() {
        return looks != null;
    }

    private synchronized void lost(Denial denial, int count) {
        unrecorded += count;
        last = denial;
    }
}
