package io.devicetrail.domain.artifact;

import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;

/** What the log says of artifacts, as of now. */
public interface KnownArtifacts {
    /** @param sha256 of the file; empty for one that the tenant does not have, whoever else does */
    Optional<ArtifactFile> artifact(TenantId tenant, String sha256);
}
