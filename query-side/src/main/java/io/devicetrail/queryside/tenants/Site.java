package io.devicetrail.queryside.tenants;

import io.devicetrail.queryside.relay.GlobalId;
import java.util.UUID;

/** A site of a tenant. */
public record Site(UUID siteId, String tenant, String key, String name, String zone) {
    /** Its GraphQL type. */
    public static final String TYPE = "Site";

    public String id() {
        return GlobalId.of(TYPE, siteId);
    }
}
