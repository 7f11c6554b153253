package io.devicetrail.commandside.artifact;

import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.artifact.KnownArtifacts;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** From the artifact's own stream, which is one event long. */
@Component
class LoggedArtifacts implements KnownArtifacts {
    private final KnownRecords records;

    LoggedArtifacts(KnownRecords records) {
        this.records = records;
    }

    @Override
    public Optional<ArtifactFile> artifact(TenantId tenant, String sha256) {
        return records.artifact(ArtifactId.of(tenant, sha256)).map(ArtifactStored::file);
    }
}
