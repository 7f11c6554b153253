package io.devicetrail.domain.artifact;

import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;

/** What happened to artifacts. */
public sealed interface ArtifactEvent {
    ArtifactId artifact();

    TenantId tenant();

    /** The file was complete, had its hash, and was kept before this was appended. */
    @Revision("1")
    record ArtifactStored(ArtifactId artifact, TenantId tenant, ArtifactFile file) implements ArtifactEvent {}
}
