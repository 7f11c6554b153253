package io.devicetrail.domain.artifact;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** A tenant's file: name-based on (tenant, SHA-256), so the same bytes twice are the same artifact. */
public record ArtifactId(@JsonValue UUID value) {
    public static ArtifactId of(TenantId tenant, String sha256) {
        return new ArtifactId(NamedId.of("artifact", tenant.value(), sha256));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
