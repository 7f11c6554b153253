package io.devicetrail.commandside.authority;

import io.devicetrail.commandside.authority.DenialCounts.Denial;
import io.devicetrail.commandside.authority.DenialCounts.Rest;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.DenialId;
import io.devicetrail.domain.authority.Denials;
import io.devicetrail.domain.authority.RecordDenial;
import io.devicetrail.domain.authority.RecordKeyDenial;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.IdentifierFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Sends what was denied to the log: of each person or machine a number in a minute, the rest counted. It belongs to the
 * audit trail of the tenant if they have a role there, else to that of the installation.
 */
@Component
public final class DenialRecorder implements Denials, SmartLifecycle {
    /** Longest wait for the log: the one who was denied waits as well. */
    static final long LONGEST_WAIT_MILLIS = 5_000;
    /** Longest name of a tenant that is repeated in an event; a real one is shorter. */
    static final int LONGEST_WHERE = 64;
    /** Between two looks for denials that were counted and not told. */
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(DenialRecorder.class);

    private final CommandGateway gateway;
    private final Authorities authorities;
    private final DenialCounts counts;
    private final Duration look;
    private volatile @Nullable ScheduledExecutorService looks;

    @Autowired
    DenialRecorder(CommandGateway gateway, Authorities authorities) {
        this(gateway, authorities, new DenialCounts(System::nanoTime), LOOK);
    }

    DenialRecorder(CommandGateway gateway, Authorities authorities, DenialCounts counts, Duration look) {
        this.gateway = gateway;
        this.authorities = authorities;
        this.counts = counts;
        this.look = look;
    }

    @Override
    public void denied(Caller caller, String operation, String where) {
        Denial denial = new Denial(caller, operation, where);
        int before = counts.admitted(denial);
        if (before >= 0) {
            record(denial, before);
        }
    }

    private void record(Denial denial, int before) {
        Caller caller = denial.caller();
        try {
            UUID actor = UUID.fromString(caller.actorId());
            DenialId id =
                    new DenialId(UUID.fromString(IdentifierFactory.getInstance().generateIdentifier()));
            String where = cut(denial.where());
            Object command = caller.actorType() == ActorType.MACHINE
                    ? new RecordKeyDenial(id, new ApiKeyId(actor), denial.operation(), where, before)
                    : new RecordDenial(id, new PersonId(actor), denial.operation(), where, before);
            gateway.send(GenericCommandMessage.asCommandMessage(command)
                            .withMetaData(caller.toMetadata(
                                    owner(caller, denial.where()).value())))
                    .get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            counts.restore(denial, before + 1);
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            counts.restore(denial, before + 1);
            log.warn("that {} was denied to {} is not on record", denial.operation(), caller.actorId(), e);
        }
    }

    /** The end of a series that was too fast to be told one by one. */
    void tell(boolean all) {
        for (Rest rest : counts.untold(all)) {
            record(rest.last(), rest.before());
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("denials").factory());
        var unused = thread.scheduleWithFixedDelay(
                () -> tell(false), look.toMillis(), look.toMillis(), TimeUnit.MILLISECONDS);
        looks = thread;
    }

    /** The log is still there: what was counted is not lost. */
    @Override
    public synchronized void stop() {
        ScheduledExecutorService thread = looks;
        if (thread != null) {
            looks = null;
            thread.shutdown();
            tell(true);
        }
    }

    @Override
    public boolean isRunning() {
        return looks != null;
    }

    private TenantId owner(Caller caller, String where) {
        try {
            TenantId tenant = new TenantId(where);
            return authorities.of(caller.actorType(), caller.actorId()).knows(tenant) ? tenant : TenantId.INSTALLATION;
        } catch (MalformedInput noTenant) {
            return TenantId.INSTALLATION;
        }
    }

    private static String cut(String where) {
        String printable = where.replaceAll("\\p{Cntrl}", " ").strip();
        return printable.length() <= LONGEST_WHERE ? printable : printable.substring(0, LONGEST_WHERE);
    }
}
