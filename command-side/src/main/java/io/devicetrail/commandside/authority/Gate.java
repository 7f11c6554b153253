package io.devicetrail.commandside.authority;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.AuthorityRejection.NotAuthorised;
import io.devicetrail.domain.authority.Denials;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asked before anything of a mutation's input is looked at, where it is about the installation: who may not do it learns
 * nothing of what is there. Of a tenant's record it is first found where it is, and then the command itself is asked.
 */
@Component
public final class Gate {
    private final Authorities authorities;
    private final Denials denials;

    public Gate(Authorities authorities, Denials denials) {
        this.authorities = authorities;
        this.denials = denials;
    }

    /** @throws org.axonframework.commandhandling.CommandExecutionException {@link NotAuthorised} */
    public void pass(Caller caller, String operation) {
        boolean ofInstallation = Permission.of(operation)
                .filter(permission -> permission.reach() == Permission.Reach.INSTALLATION)
                .isPresent();
        if (caller.actorType() != ActorType.PROCESS
                && ofInstallation
                && !allowed(caller, operation, TenantId.INSTALLATION, null)) {
            denied(caller, operation, TenantId.INSTALLATION.value());
            throw because(new NotAuthorised(operation));
        }
    }

    /**
     * Asked before a request that was stored is answered a second time: no command asks then, and the role in which it was
     * made may have ended.
     *
     * @throws org.axonframework.commandhandling.CommandExecutionException {@link NotAuthorised}
     */
    public void passAgain(Caller caller, String operation, TenantId tenant, @Nullable SiteId site) {
        if (caller.actorType() != ActorType.PROCESS && !allowed(caller, operation, tenant, site)) {
            denied(caller, operation, tenant.value());
            throw because(new NotAuthorised(operation));
        }
    }

    private boolean allowed(Caller caller, String operation, TenantId tenant, @Nullable SiteId site) {
        return authorities
                .of(caller.actorType(), caller.actorId())
                .roleFor(Permission.of(operation).orElseThrow(), tenant, site)
                .isPresent();
    }

    /** @param where name of the tenant concerned */
    public void denied(Caller caller, String operation, String where) {
        denials.denied(caller, operation, where);
    }
}
