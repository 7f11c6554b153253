package io.devicetrail.domain.release;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** A release for ever: name-based on (tenant, name, version), so a version means one artifact. */
public record SoftwareReleaseId(@JsonValue UUID value) {
    public static SoftwareReleaseId of(TenantId tenant, String name, String version) {
        return new SoftwareReleaseId(NamedId.of("software-release", tenant.value(), name, version));
    }

    /** Where its image stands among the signed targets of its tenant, and what an offer of it names; see docs/updates.md. */
    public String target() {
        return "releases/" + value;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
