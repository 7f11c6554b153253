package io.devicetrail.domain.ownrole;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** A role of a tenant's own; made from its key, so that the log itself keeps a second one of the key out. */
public record OwnRoleId(@JsonValue UUID value) {
    public static OwnRoleId of(TenantId tenant, String key) {
        return new OwnRoleId(NamedId.of("own role", tenant.value(), key));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
