package io.devicetrail.queryside.tenants;

import io.devicetrail.queryside.relay.GlobalId;

/** A tenant; {@code key} is its short name and its id. */
public record Tenant(String key, String name) {
    static final String TYPE = "Tenant";

    public String id() {
        return GlobalId.of(TYPE, key);
    }
}
