package io.devicetrail.commandside.person;

import io.devicetrail.domain.authority.AppointFirstAdministrator;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.Appointment;
import io.devicetrail.domain.person.PersonCommand.GrantRole;
import io.devicetrail.domain.person.PersonCommand.RegisterPerson;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/**
 * Appoints the one administrator that no other could grant the role to. Once in the life of a log: neither settings nor
 * a restart appoint a second, nor give a revoked role back. A start that was cut short is made good at the next.
 */
@Component
final class FirstAdministrator implements Appointment {
    /** Longest wait for each of three commands. */
    static final Duration WITHIN = Duration.ofSeconds(30);

    private static final String PROCESS = "first-start";
    private static final String TRAINING = "none: the first administrator of the installation";

    private final CommandGateway gateway;
    private final EventStore events;

    FirstAdministrator(CommandGateway gateway, EventStore events) {
        this.gateway = gateway;
        this.events = events;
    }

    @Override
    public boolean appoint(RegisterPerson who) {
        PersonId appointed = (PersonId) send(new AppointFirstAdministrator(who.person()));
        if (!who.person().equals(appointed)) {
            return false;
        }
        if (!has(who.person(), PersonRegistered.class::isInstance)) {
            send(who);
        }
        if (!has(who.person(), FirstAdministrator::isAppointment)) {
            send(new GrantRole(who.person(), TenantId.INSTALLATION, null, Role.PLATFORM_ADMINISTRATOR.key(), TRAINING));
        }
        return true;
    }

    /** Also if it was revoked since. */
    private static boolean isAppointment(Object event) {
        return event instanceof RoleGranted granted
                && granted.tenant().equals(TenantId.INSTALLATION)
                && granted.role().equals(Role.PLATFORM_ADMINISTRATOR.key());
    }

    private boolean has(PersonId person, Predicate<Object> event) {
        return events.readEvents(person.toString(), 0).asStream().anyMatch(message -> event.test(message.getPayload()));
    }

    private Object send(Object command) {
        Map<String, Object> metadata = Caller.process(PROCESS).toMetadata(TenantId.INSTALLATION.value());
        metadata.put(Metadata.REASON, "First start");
        try {
            return gateway.send(GenericCommandMessage.asCommandMessage(command).withMetaData(metadata))
                    .get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the first administrator could not be made; start again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the first administrator was made; start again", e);
        }
    }
}
