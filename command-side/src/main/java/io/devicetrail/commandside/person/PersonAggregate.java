package io.devicetrail.commandside.person;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.ownrole.KnownOwnRoles;
import io.devicetrail.domain.ownrole.OwnRole;
import io.devicetrail.domain.person.PersonCommand;
import io.devicetrail.domain.person.PersonCommand.DeactivatePerson;
import io.devicetrail.domain.person.PersonCommand.GrantRole;
import io.devicetrail.domain.person.PersonCommand.ReactivatePerson;
import io.devicetrail.domain.person.PersonCommand.RegisterPerson;
import io.devicetrail.domain.person.PersonCommand.RevokeRole;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonReactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonEvent.RoleRevoked;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PersonRejection.DutiesNotSeparate;
import io.devicetrail.domain.person.PersonRejection.OwnAuthority;
import io.devicetrail.domain.person.PersonRejection.PersonActive;
import io.devicetrail.domain.person.PersonRejection.PersonExists;
import io.devicetrail.domain.person.PersonRejection.PersonNotActive;
import io.devicetrail.domain.person.PersonRejection.PersonUnknown;
import io.devicetrail.domain.person.PersonRejection.RoleEnded;
import io.devicetrail.domain.person.PersonRejection.RoleHeld;
import io.devicetrail.domain.person.PersonRejection.RoleMisplaced;
import io.devicetrail.domain.person.PersonRejection.RoleNotHeld;
import io.devicetrail.domain.person.PersonRejection.RoleUnknown;
import io.devicetrail.domain.person.PersonRejection.TooManyOwnRoles;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

@Aggregate(type = "person", snapshotTriggerDefinition = "snapshots")
class PersonAggregate {
    private static final String ELSEWHERE = "a role elsewhere";

    @AggregateIdentifier
    private @Nullable PersonId person;

    private boolean active;
    private List<Held> roles = new ArrayList<>();

    /** Of a snapshot too, so not as the keys of a map. */
    private record Held(TenantId tenant, @Nullable SiteId site, String role, Duty duty) {
        boolean is(TenantId ofTenant, @Nullable SiteId atSite, String named) {
            return tenant.equals(ofTenant) && Objects.equals(site, atSite) && role.equals(named);
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RegisterPerson c) {
        unless(person == null, new PersonExists(c.subject()));
        apply(new PersonRegistered(c.person(), c.issuer(), c.subject(), c.printedName(), c.identityProof()));
    }

    @CommandHandler
    void handle(DeactivatePerson c, @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        requireOther(c, actor);
        unless(active, new PersonNotActive());
        apply(new PersonDeactivated(c.person()));
    }

    @CommandHandler
    void handle(ReactivatePerson c, @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        requireOther(c, actor);
        unless(!active, new PersonActive());
        apply(new PersonReactivated(c.person()));
    }

    @CommandHandler
    void handle(
            GrantRole c,
            References references,
            KnownOwnRoles ownRoles,
            @MetaDataValue(Metadata.ACTOR_ID) String actor,
            @MetaDataValue(value = Metadata.ACTOR_ROLE) @Nullable String actorRole) {
        requireOther(c, actor);
        requireWithinSight(c.tenant(), c.person(), actorRole);
        unless(active, new PersonNotActive());
        Duty duty = dutyOf(c, ownRoles);
        references.requirePlace(c.tenant(), c.site());
        unless(!holds(c.tenant(), c.site(), c.role()), new RoleHeld(c.role()));
        requireRoomFor(c.role());
        roles.forEach(held -> unless(
                held.duty().goesWith(duty),
                new DutiesNotSeparate(c.role(), isSeenBy(held, c, actorRole) ? held.role() : ELSEWHERE)));
        apply(new RoleGranted(c.person(), c.tenant(), c.site(), c.role(), duty, c.trainingRecord()));
    }

    /** Of a deactivated person too: what they get back with a reactivation has to be their administrator's choice. */
    @CommandHandler
    void handle(
            RevokeRole c,
            @MetaDataValue(Metadata.ACTOR_ID) String actor,
            @MetaDataValue(value = Metadata.ACTOR_ROLE) @Nullable String actorRole) {
        requireOther(c, actor);
        requireWithinSight(c.tenant(), c.person(), actorRole);
        unless(holds(c.tenant(), c.site(), c.role()), new RoleNotHeld(c.role()));
        apply(new RoleRevoked(c.person(), c.tenant(), c.site(), c.role()));
    }

    /**
     * A tenant's administrator sees people of no tenant yet and of their own: who works for another is brought across by
     * an administrator of the installation.
     */
    private void requireWithinSight(TenantId tenant, PersonId person, @Nullable String actorRole) {
        boolean seen =
                roles.isEmpty() || roles.stream().anyMatch(held -> held.tenant().equals(tenant));
        unless(seen || !Role.TENANT_ADMINISTRATOR.key().equals(actorRole), new PersonUnknown(person));
    }

    private static Duty dutyOf(GrantRole c, KnownOwnRoles ownRoles) {
        boolean ofInstallation = c.tenant().equals(TenantId.INSTALLATION);
        Role builtIn = Role.of(c.role()).orElse(null);
        if (builtIn != null) {
            unless(builtIn.grantedFor(ofInstallation), new RoleMisplaced(c.role(), !ofInstallation));
            return builtIn.duty();
        }
        OwnRole own = ownRoles.ownRole(c.tenant(), c.role()).orElseThrow(() -> because(new RoleUnknown(c.role())));
        unless(!own.withdrawn(), new RoleEnded(c.role()));
        return own.duty();
    }

    /** Those of other tenants count too: each is looked up whenever the person asks for something. */
    private void requireRoomFor(String role) {
        long held = roles.stream().filter(one -> Role.of(one.role()).isEmpty()).count();
        unless(
                Role.of(role).isPresent() || held < OwnRole.MOST_OF_A_PERSON,
                new TooManyOwnRoles(OwnRole.MOST_OF_A_PERSON));
    }

    private static boolean isSeenBy(Held held, GrantRole c, @Nullable String actorRole) {
        return held.tenant().equals(c.tenant())
                || !Role.TENANT_ADMINISTRATOR.key().equals(actorRole);
    }

    private boolean holds(TenantId tenant, @Nullable SiteId site, String role) {
        return roles.stream().anyMatch(held -> held.is(tenant, site, role));
    }

    private static void requireOther(PersonCommand command, String actor) {
        unless(!command.person().toString().equals(actor), new OwnAuthority());
    }

    @EventSourcingHandler
    void evolve(PersonEvent event) {
        switch (event) {
            case PersonRegistered e -> {
                person = e.person();
                active = true;
            }
            case PersonDeactivated e -> active = false;
            case PersonReactivated e -> active = true;
            case RoleGranted e -> roles.add(new Held(e.tenant(), e.site(), e.role(), e.duty()));
            case RoleRevoked e -> roles.removeIf(held -> held.is(e.tenant(), e.site(), e.role()));
        }
    }
}
