package io.devicetrail.domain.authority;

import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody has.
 *
 * @param tenant for which; {@link TenantId#INSTALLATION} for the installation's own
 * @param site where; null for the whole tenant
 */
public record Grant(TenantId tenant, @Nullable SiteId site, GrantedRole role) {
    /** Of a built-in role. */
    public Grant(TenantId tenant, @Nullable SiteId site, Role role) {
        this(tenant, site, GrantedRole.of(role));
    }

    /**
     * Whether it allows an operation.
     *
     * @param where site of the record concerned; null for what belongs to no site, which a grant for one site does not
     *     reach
     */
    boolean allows(Permission permission, TenantId on, @Nullable SiteId where) {
        if (!role.holds(permission)) {
            return false;
        }
        return switch (permission.reach()) {
            case ANYWHERE -> true;
            case ADMINISTERED -> tenant.equals(TenantId.INSTALLATION) || covers(on, where);
            case TENANT -> covers(on, where);
            case INSTALLATION -> tenant.equals(TenantId.INSTALLATION);
        };
    }

    Place place() {
        return new Place(tenant, site);
    }

    boolean covers(TenantId on, @Nullable SiteId where) {
        return tenant.equals(on) && (site == null || site.equals(where));
    }
}
