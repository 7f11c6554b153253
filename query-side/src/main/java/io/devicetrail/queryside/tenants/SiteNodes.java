package io.devicetrail.queryside.tenants;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sites for {@code node(id)}. */
@Component
class SiteNodes implements NodeFinder {
    private final Tenants tenants;

    SiteNodes(Tenants tenants) {
        this.tenants = tenants;
    }

    @Override
    public String type() {
        return Site.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.TENANT;
    }

    @Override
    public @Nullable Object find(String localId) {
        UUID id = GlobalId.uuid(Site.TYPE, localId);
        return tenants.sites(List.of(id)).get(id);
    }
}
