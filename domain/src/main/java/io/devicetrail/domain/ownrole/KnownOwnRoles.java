package io.devicetrail.domain.ownrole;

import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;

/** Tells of tenants' own roles as the log does now: no copy that a change has yet to reach. */
@FunctionalInterface
public interface KnownOwnRoles {
    /** Empty for a key that the tenant never gave. */
    Optional<OwnRole> ownRole(TenantId tenant, String key);

    /** The role of that key at the tenant, built-in or its own; empty if there is none, or it was withdrawn. */
    default Optional<GrantedRole> inForce(TenantId tenant, String key) {
        return Role.of(key).map(GrantedRole::of).or(() -> ownRole(tenant, key).flatMap(OwnRole::inForce));
    }
}
