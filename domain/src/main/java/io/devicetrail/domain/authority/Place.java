package io.devicetrail.domain.authority;

import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Where a role counts, and so what its holder may see.
 *
 * @param tenant {@link TenantId#INSTALLATION} for the installation's own records
 * @param site null for the whole tenant
 */
public record Place(TenantId tenant, @Nullable SiteId site) {
    /** Whether it is the tenant of this name, or a site of it. */
    public boolean isOf(String name) {
        return tenant.value().equals(name);
    }
}
