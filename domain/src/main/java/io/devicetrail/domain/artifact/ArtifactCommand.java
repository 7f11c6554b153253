package io.devicetrail.domain.artifact;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about artifacts. */
public sealed interface ArtifactCommand {
    ArtifactId artifact();

    /** Puts a file on record that is complete, has that hash and is kept. Like anything new it needs no reason. */
    record StoreArtifact(@TargetAggregateIdentifier ArtifactId artifact, TenantId tenant, ArtifactFile file)
            implements ArtifactCommand {
        public StoreArtifact {
            file = file.checked();
            if (!artifact.equals(ArtifactId.of(tenant, file.sha256()))) {
                throw new MalformedInput("artifact", "is not the id of this file");
            }
        }
    }
}
