package io.devicetrail.commandside.authority;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.IdentifierFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Sends what was denied to the log: of each person or machine a number in a minute, the rest counted. It belongs to the
 * audit trail of the tenant if they have a role there, else to that of the installation.
 */
@Component
public final class DenialRecorder implements Denials {
    /** Denials of one person in a minute that become events of their own. */
    static final int MOST_PER_MINUTE = 30;
    /** People whose denials are counted at once; of those who were denied longest ago the count is forgotten. */
    static final int MOST_PEOPLE = 10_000;
    /** Longest wait for the log: the one who was denied waits as well. */
    static final long LONGEST_WAIT_MILLIS = 5_000;
    /** Longest name of a tenant that is repeated in an event; a real one is shorter. */
    static final int LONGEST_WHERE = 64;

    private static final Logger log = LoggerFactory.getLogger(DenialRecorder.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final CommandGateway gateway;
    private final Authorities authorities;
    private final LongSupplier nanos;
    private final Map<String, Minute> minutes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Minute> eldest) {
            return size() > MOST_PEOPLE;
        }
    };

    @Autowired
    DenialRecorder(CommandGateway gateway, Authorities authorities) {
        this(gateway, authorities, System::nanoTime);
    }

    DenialRecorder(CommandGateway gateway, Authorities authorities, LongSupplier nanos) {
        this.gateway = gateway;
        this.authorities = authorities;
        this.nanos = nanos;
    }

    private static final class Minute {
        private long begun;
        private int recorded;
        private int unrecorded;
    }

    @Override
    public void denied(Caller caller, String operation, String where) {
        int before = admitted(caller.actorId());
        if (before < 0) {
            return;
        }
        try {
            UUID actor = UUID.fromString(caller.actorId());
            DenialId denial =
                    new DenialId(UUID.fromString(IdentifierFactory.getInstance().generateIdentifier()));
            Object command = caller.actorType() == ActorType.MACHINE
                    ? new RecordKeyDenial(denial, new ApiKeyId(actor), operation, cut(where), before)
                    : new RecordDenial(denial, new PersonId(actor), operation, cut(where), before);
            gateway.send(GenericCommandMessage.asCommandMessage(command)
                            .withMetaData(caller.toMetadata(owner(caller, where).value())))
                    .get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            restore(caller.actorId(), before + 1);
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            restore(caller.actorId(), before + 1);
            log.warn("that {} was denied to {} is not on record", operation, caller.actorId(), e);
        }
    }

    /** How many went unrecorded before this one; negative if this one does as well. */
    private synchronized int admitted(String person) {
        Minute minute = minutes.computeIfAbsent(person, key -> new Minute());
        long now = nanos.getAsLong();
        if (minute.recorded == 0 || now - minute.begun >= MINUTE) {
            minute.begun = now;
            minute.recorded = 0;
        }
        if (minute.recorded == MOST_PER_MINUTE) {
            minute.unrecorded++;
            return -1;
        }
        minute.recorded++;
        int before = minute.unrecorded;
        minute.unrecorded = 0;
        return before;
    }

    /** What did not get into the log is told by the next one that does. */
    private synchronized void restore(String person, int lost) {
        minutes.computeIfAbsent(person, key -> new Minute()).unrecorded += lost;
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
