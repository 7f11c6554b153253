package io.devicetrail.commandside.authority;

import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonReactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonEvent.RoleRevoked;
import io.devicetrail.domain.person.PersonId;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Folds the person's own stream: short, read by aggregate, always up to date. */
@Component
class LoggedAuthorities implements Authorities {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedAuthorities(EventStore events) {
        this.events = events;
    }

    @Override
    public Authority of(PersonId person) {
        Fold fold = new Fold();
        events.readEvents(person.toString(), FIRST).asStream().forEach(event -> {
            if (event.getPayload() instanceof PersonEvent change) {
                fold.add(change);
            }
        });
        return new Authority(fold.active, fold.grants);
    }

    private static final class Fold {
        private final Set<Grant> grants = new HashSet<>();
        private boolean active;

        /** A role that this version does not know gives nothing. */
        void add(PersonEvent event) {
            switch (event) {
                case PersonRegistered registered -> active = true;
                case PersonDeactivated deactivated -> active = false;
                case PersonReactivated reactivated -> active = true;
                case RoleGranted e ->
                    Role.of(e.role()).ifPresent(role -> grants.add(new Grant(e.tenant(), e.site(), role)));
                case RoleRevoked e ->
                    Role.of(e.role()).ifPresent(role -> grants.remove(new Grant(e.tenant(), e.site(), role)));
            }
        }
    }
}
