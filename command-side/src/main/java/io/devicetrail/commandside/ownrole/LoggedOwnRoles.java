package io.devicetrail.commandside.ownrole;

import io.devicetrail.domain.ownrole.KnownOwnRoles;
import io.devicetrail.domain.ownrole.OwnRole;
import io.devicetrail.domain.ownrole.OwnRoleEvent;
import io.devicetrail.domain.ownrole.OwnRoleId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Reads the last event of the role's own stream, which tells all of it: always up to date, however often it changed. */
@Component
class LoggedOwnRoles implements KnownOwnRoles {
    private final EventStore events;

    LoggedOwnRoles(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<OwnRole> ownRole(TenantId tenant, String key) {
        String role = OwnRoleId.of(tenant, key).toString();
        return events.lastSequenceNumberFor(role)
                .flatMap(last -> events.readEvents(role, last)
                        .asStream()
                        .map(Message::getPayload)
                        .filter(OwnRoleEvent.class::isInstance)
                        .map(OwnRoleEvent.class::cast)
                        .reduce((before, after) -> after))
                .map(OwnRole::after);
    }
}
