package io.devicetrail.artifacts.upload;

import io.devicetrail.artifacts.upload.ArtifactLog.NotRecorded;
import io.devicetrail.artifacts.upload.ArtifactLog.Recorded;
import io.devicetrail.artifacts.upload.ArtifactLog.Uploader;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Somebody, and what of theirs is on record; the same upload again has its first position. */
final class Somebody implements Uploader {
    final List<ArtifactFile> files = new ArrayList<>();
    boolean away;
    private final String id;
    private final List<UUID> recorded = new ArrayList<>();

    Somebody(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Recorded record(TenantId tenant, ArtifactFile file, UUID upload) throws NotRecorded {
        if (away) {
            throw new NotRecorded("LOG_UNAVAILABLE", "The log is away.", true);
        }
        if (!recorded.contains(upload)) {
            recorded.add(upload);
            files.add(file);
        }
        return new Recorded(ArtifactId.of(tenant, file.sha256()), recorded.indexOf(upload) + 1);
    }
}
