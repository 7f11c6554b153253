package io.devicetrail.domain.ownrole;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import org.axonframework.serialization.Revision;

/** What happened to roles of a tenant's own. Each tells the whole role: the last one of a stream is enough to know it. */
public sealed interface OwnRoleEvent {
    OwnRoleId role();

    TenantId tenant();

    String key();

    Duty duty();

    String name();

    List<String> permissions();

    @Revision("1")
    record RoleDefined(OwnRoleId role, TenantId tenant, String key, Duty duty, String name, List<String> permissions)
            implements OwnRoleEvent {}

    /** @param formerName equal to {@code name} where only the permissions changed */
    @Revision("1")
    record RolePermissionsChanged(
            OwnRoleId role,
            TenantId tenant,
            String key,
            Duty duty,
            String formerName,
            String name,
            List<String> formerPermissions,
            List<String> permissions)
            implements OwnRoleEvent {}

    /** @param permissions those it had */
    @Revision("1")
    record RoleWithdrawn(OwnRoleId role, TenantId tenant, String key, Duty duty, String name, List<String> permissions)
            implements OwnRoleEvent {}
}
