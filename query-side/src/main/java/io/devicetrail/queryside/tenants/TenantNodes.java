package io.devicetrail.queryside.tenants;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.queryside.relay.NodeFinder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tenants for {@code node(id)}. */
@Component
class TenantNodes implements NodeFinder {
    private final Tenants tenants;

    TenantNodes(Tenants tenants) {
        this.tenants = tenants;
    }

    @Override
    public String type() {
        return Tenant.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.TENANT;
    }

    @Override
    public @Nullable Object find(String localId) {
        return tenants.byKey(localId).orElse(null);
    }
}
