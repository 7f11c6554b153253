package io.devicetrail.commandside.authority;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.AuthorityRejection.NotAuthorised;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.OfOneself;
import io.devicetrail.domain.authority.OfOwnKey;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.device.DeviceCommand.MoveDevice;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.RegisterDevices;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Asked at every command of a person or a machine, whatever way it came: does a role of theirs allow it, as the log says now (21 CFR
 * 11.10(d) and (g))? The command's name is that of its permission; one without is denied. The role that allows it
 * becomes the role in force of the events.
 */
class AuthorityRule implements MessageHandlerInterceptor<CommandMessage<?>> {
    private final Authorities authorities;
    private final SecondDevice secondDevice;
    private final RoleChoice choice;

    AuthorityRule(Authorities authorities, SecondDevice secondDevice, RoleChoice choice) {
        this.authorities = authorities;
        this.secondDevice = secondDevice;
        this.choice = choice;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain)
            throws Exception {
        CommandMessage<?> command = work.getMessage();
        ActorType actor = ActorType.valueOf(String.valueOf(command.getMetaData().get(Metadata.ACTOR_TYPE)));
        if (!actor.asksForPermission()) {
            return chain.proceed();
        }
        String oneself = roleOfOneself(actor, command);
        if (oneself != null) {
            inForce(work, oneself);
            return chain.proceed();
        }
        String operation = operationOf(command.getPayload());
        Permission permission = Permission.of(operation).orElseThrow(() -> because(new NotAuthorised(operation)));
        Authority authority = authorities.of(actor, actorOf(command));
        TenantId tenant = new TenantId(String.valueOf(command.getMetaData().get(Metadata.TENANT)));
        Object site = command.getMetaData().get(Metadata.SITE);
        GrantedRole role = authority
                .roleFor(
                        permission,
                        tenant,
                        site == null ? null : new SiteId(UUID.fromString(site.toString())),
                        choice.rankFor(command.getPayload()))
                .orElseThrow(() -> refusal(permission, authority, tenant));
        if (command.getPayload() instanceof MoveDevice move) {
            unless(authority.roleFor(permission, tenant, move.site()).isPresent(), new NotAuthorised(operation));
        }
        inForce(work, role.key());
        return secondDevice.proceed(chain, command.getPayload(), authority, permission, tenant);
    }

    private static void inForce(UnitOfWork<? extends CommandMessage<?>> work, String role) {
        work.transformMessage(message -> message.andMetaData(Map.of(Metadata.ACTOR_ROLE, role)));
    }

    private static String actorOf(CommandMessage<?> command) {
        return String.valueOf(command.getMetaData().get(Metadata.ACTOR_ID));
    }

    /** For what takes no role but that it is their own; null for all else. */
    private static @Nullable String roleOfOneself(ActorType type, CommandMessage<?> command) {
        String actor = actorOf(command);
        if (type == ActorType.MACHINE && command.getPayload() instanceof OfOwnKey own) {
            unless(own.key().toString().equals(actor), new NotAuthorised(operationOf(own)));
            return OfOwnKey.ROLE;
        }
        if (command.getPayload() instanceof OfOneself own) {
            boolean oneself =
                    type == ActorType.PERSON && own.person().toString().equals(actor);
            unless(oneself, new NotAuthorised(operationOf(own)));
            return OfOneself.ROLE;
        }
        return null;
    }

    /** Who has no role at a tenant is told of its records what everybody is told of those that do not exist. */
    private static RuntimeException refusal(Permission permission, Authority authority, TenantId tenant) {
        return permission.reach() == Permission.Reach.TENANT && !authority.knows(tenant)
                ? new NotVisible(tenant.value())
                : because(new NotAuthorised(permission.operation()));
    }

    /** {@code RegisterDevice} is asked for as {@code registerDevice}, and so are many at once. */
    static String operationOf(Object command) {
        Class<?> asked = command instanceof RegisterDevices ? RegisterDevice.class : command.getClass();
        String name = asked.getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
