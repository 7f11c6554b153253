package io.devicetrail.domain.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/** A site of a tenant: name-based, so a site's key is taken once and for ever. */
public record SiteId(@JsonValue UUID value) {
    public static SiteId of(TenantId tenant, String key) {
        return new SiteId(NamedId.of("site", tenant.value(), key));
    }

    /** @throws MalformedInput if {@code text} is no UUID */
    public static SiteId parse(String text) {
        try {
            return new SiteId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedInput("site", "is not an id: " + text);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
