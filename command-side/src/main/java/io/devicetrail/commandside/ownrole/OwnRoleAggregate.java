package io.devicetrail.commandside.ownrole;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.ownrole.OwnRole;
import io.devicetrail.domain.ownrole.OwnRoleCommand.ChangeRolePermissions;
import io.devicetrail.domain.ownrole.OwnRoleCommand.DefineRole;
import io.devicetrail.domain.ownrole.OwnRoleCommand.WithdrawRole;
import io.devicetrail.domain.ownrole.OwnRoleEvent;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RoleDefined;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RolePermissionsChanged;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RoleWithdrawn;
import io.devicetrail.domain.ownrole.OwnRoleId;
import io.devicetrail.domain.ownrole.OwnRoleRejection.DutyNotForOwnRoles;
import io.devicetrail.domain.ownrole.OwnRoleRejection.PermissionUnfit;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleExists;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleInPolicy;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleKeyReserved;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleUnchanged;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleWithdrawnForEver;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The events are enough for what it decides: no snapshots, so that {@link LoggedOwnRoles} finds them as they are. */
@Aggregate(type = "ownrole")
class OwnRoleAggregate {
    @AggregateIdentifier
    private @Nullable OwnRoleId role;

    /** The whole role after the last event. */
    private @Nullable OwnRoleEvent last;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(DefineRole c, References references) {
        references.requireTenant(c.tenant());
        unless(!OwnRole.isReserved(c.key()), new RoleKeyReserved(c.key()));
        unless(last == null, new RoleExists(c.key()));
        unless(c.duty() != Duty.ADMINISTRATION, new DutyNotForOwnRoles(c.duty()));
        requireFit(c.permissions(), c.duty());
        apply(new RoleDefined(c.role(), c.tenant(), c.key(), c.duty(), c.name(), c.permissions()));
    }

    @CommandHandler
    void handle(ChangeRolePermissions c, SignaturePolicies policies) {
        OwnRoleEvent before = inForce();
        String name = c.name() == null ? before.name() : c.name();
        unless(!name.equals(before.name()) || !c.permissions().equals(before.permissions()), new RoleUnchanged());
        requireFit(c.permissions(), before.duty());
        GrantedRole wanted = GrantedRole.own(before.key(), before.duty(), c.permissions());
        requireNoPolicyWaits(before, policies, meaning -> meaning.givenBy(wanted));
        apply(new RolePermissionsChanged(
                c.role(),
                before.tenant(),
                before.key(),
                before.duty(),
                before.name(),
                name,
                before.permissions(),
                c.permissions()));
    }

    @CommandHandler
    void handle(WithdrawRole c, SignaturePolicies policies) {
        OwnRoleEvent before = inForce();
        requireNoPolicyWaits(before, policies, meaning -> false);
        apply(new RoleWithdrawn(
                c.role(), before.tenant(), before.key(), before.duty(), before.name(), before.permissions()));
    }

    private OwnRoleEvent inForce() {
        OwnRoleEvent now = Objects.requireNonNull(last, "the definition is the first event of every role");
        unless(!(now instanceof RoleWithdrawn), new RoleWithdrawnForEver(now.key()));
        return now;
    }

    private static void requireFit(List<String> permissions, Duty duty) {
        permissions.forEach(named -> unless(
                Permission.of(named)
                        .filter(permission -> permission.fitsOwnRole(duty))
                        .isPresent(),
                new PermissionUnfit(named, duty)));
    }

    /**
     * A step that names the role would wait for ever. Of what was held before by an older policy nothing is asked: that
     * ends by itself.
     *
     * @param gives the meanings that the role still gives
     */
    private static void requireNoPolicyWaits(
            OwnRoleEvent role, SignaturePolicies policies, Predicate<SignatureMeaning> gives) {
        for (SignableKind kind : SignableKind.values()) {
            policies.of(role.tenant(), kind).stream()
                    .flatMap(policy -> policy.steps().stream())
                    .filter(step -> step.roles().contains(role.key()))
                    .forEach(step -> unless(gives.test(step.meaning()), new RoleInPolicy(role.key(), kind)));
        }
    }

    @EventSourcingHandler
    void evolve(OwnRoleEvent event) {
        role = event.role();
        last = event;
    }
}
