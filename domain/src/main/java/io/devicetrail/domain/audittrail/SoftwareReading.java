package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.artifact.ArtifactEvent;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseEvent;
import io.devicetrail.domain.release.SoftwareReleaseState;
import java.util.List;

/** Reads events of artifacts and of software releases. */
final class SoftwareReading {
    static final String ARTIFACT = "artifact";
    static final String RELEASE = "software release";

    private SoftwareReading() {}

    static List<FieldChange> changesOf(ArtifactEvent event) {
        return switch (event) {
            case ArtifactEvent.ArtifactStored e ->
                AuditReading.created(
                        "sha256", e.file().sha256(),
                        "size", e.file().size(),
                        "fileName", e.file().fileName(),
                        "mediaType", e.file().mediaType());
        };
    }

    static List<FieldChange> changesOf(SoftwareReleaseEvent event) {
        return switch (event) {
            case SoftwareReleaseEvent.SoftwareReleasePublished e -> published(e.content());
            case SoftwareReleaseEvent.SoftwareReleaseWithdrawn e ->
                List.of(FieldChange.of("state", SoftwareReleaseState.PUBLISHED, SoftwareReleaseState.WITHDRAWN));
        };
    }

    private static List<FieldChange> published(SoftwareRelease release) {
        return AuditReading.created(
                "state", SoftwareReleaseState.PUBLISHED,
                "name", release.name(),
                "version", release.version(),
                "artifact", release.artifact(),
                "model", release.model(),
                "modelVersions", release.modelVersions(),
                "hardwareRevisions", RolloutReading.orAll(release.hardwareRevisions()),
                "currentVersions", RolloutReading.orAll(release.currentVersions()),
                "notes", release.notes(),
                "requiredSignatures", release.requiredSignatures());
    }
}
