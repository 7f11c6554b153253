package io.devicetrail.queryside.roles;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A role that a tenant has, built-in or its own.
 *
 * @param place in the list: of an own role the log index of its definition, of a built-in one less than all of those
 * @param position null for a built-in role, of which the log knows nothing
 */
record TenantRole(
        long place,
        String key,
        String name,
        boolean builtIn,
        Duty duty,
        List<String> permissions,
        boolean forTenants,
        boolean forInstallation,
        @Nullable Instant withdrawnAt,
        @Nullable Long position) {

    static TenantRole of(Role role) {
        String words = role.key().replace('-', ' ');
        return new TenantRole(
                (long) role.ordinal() - Role.values().length,
                role.key(),
                words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1),
                true,
                role.duty(),
                GrantedRole.of(role).permissions().stream()
                        .map(Permission::operation)
                        .sorted()
                        .toList(),
                role.grantedFor(false),
                role.grantedFor(true),
                null,
                null);
    }
}
