package io.devicetrail.commandside.authority;

import io.devicetrail.commandside.sending.LogUnavailable;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.KnownApiKeys;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.ownrole.KnownOwnRoles;
import io.devicetrail.domain.ownrole.OwnRole;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonReactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonEvent.RoleRevoked;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PrintedNames;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the person's own stream: short, read by aggregate, always up to date. So are the tenants' own roles in it. */
@Component
class LoggedAuthorities implements Authorities, PrintedNames {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;
    private final LogPulse pulse;
    private final KnownApiKeys keys;
    private final Clock clock;
    private final KnownOwnRoles ownRoles;

    LoggedAuthorities(EventStore events, LogPulse pulse, KnownApiKeys keys, Clock clock, KnownOwnRoles ownRoles) {
        this.events = events;
        this.pulse = pulse;
        this.keys = keys;
        this.clock = clock;
        this.ownRoles = ownRoles;
    }

    @Override
    public Authority of(PersonId person) {
        Fold fold = fold(person);
        try {
            return new Authority(fold.active, inForce(fold));
        } catch (RuntimeException e) {
            throw LogUnavailable.forAuthority(e);
        }
    }

    /**
     * What each is now: a role that was withdrawn, or that this version does not know, gives nothing. No more own roles
     * are looked up than a person is granted.
     */
    private Set<Grant> inForce(Fold fold) {
        Set<Grant> grants = new HashSet<>();
        int lookedUp = 0;
        for (Held held : fold.held) {
            Optional<Role> builtIn = Role.of(held.role());
            if (builtIn.isPresent()) {
                grants.add(new Grant(held.tenant(), held.site(), builtIn.get()));
            } else if (lookedUp++ < OwnRole.MOST_OF_A_PERSON) {
                ownRoles.inForce(held.tenant(), held.role())
                        .ifPresent(own -> grants.add(new Grant(held.tenant(), held.site(), own)));
            }
        }
        return grants;
    }

    @Override
    public Authority of(ApiKeyId key) {
        if (!pulse.beats()) {
            throw LogUnavailable.forAuthority(null);
        }
        try {
            return keys.key(key)
                    .map(known -> known.authorityAt(clock.instant()))
                    .orElse(Authority.NONE);
        } catch (RuntimeException e) {
            throw LogUnavailable.forAuthority(e);
        }
    }

    @Override
    public Optional<String> nameOf(PersonId person) {
        return Optional.ofNullable(fold(person).name);
    }

    /** @throws LogUnavailable at once while the log is known to be away: who asks a database that hangs, hangs with it */
    private Fold fold(PersonId person) {
        if (!pulse.beats()) {
            throw LogUnavailable.forAuthority(null);
        }
        Fold fold = new Fold();
        try {
            events.readEvents(person.toString(), FIRST).asStream().forEach(event -> {
                if (event.getPayload() instanceof PersonEvent change) {
                    fold.add(change);
                }
            });
        } catch (RuntimeException e) {
            throw LogUnavailable.forAuthority(e);
        }
        return fold;
    }

    /** @param role its key */
    private record Held(TenantId tenant, @Nullable SiteId site, String role) {}

    private static final class Fold {
        /** In the order of the log. */
        private final Set<Held> held = new LinkedHashSet<>();

        private boolean active;
        private @Nullable String name;

        void add(PersonEvent event) {
            switch (event) {
                case PersonRegistered e -> {
                    active = true;
                    name = e.printedName();
                }
                case PersonDeactivated deactivated -> active = false;
                case PersonReactivated reactivated -> active = true;
                case RoleGranted e -> held.add(new Held(e.tenant(), e.site(), e.role()));
                case RoleRevoked e -> held.remove(new Held(e.tenant(), e.site(), e.role()));
            }
        }
    }
}
