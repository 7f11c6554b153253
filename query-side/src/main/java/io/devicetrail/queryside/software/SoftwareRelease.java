package io.devicetrail.queryside.software;

import io.devicetrail.domain.release.SoftwareReleaseState;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A software release as it stands.
 *
 * @param position log index of the last event that is in it
 */
public record SoftwareRelease(
        UUID softwareReleaseId,
        String tenant,
        SoftwareReleaseState state,
        io.devicetrail.domain.release.SoftwareRelease content,
        Artifact artifact,
        String publishedBy,
        Instant publishedAt,
        @Nullable Instant withdrawnAt,
        @Nullable String withdrawnBecause,
        long publishedPosition,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "SoftwareRelease";

    public String id() {
        return GlobalId.of(TYPE, softwareReleaseId);
    }

    public String name() {
        return content.name();
    }

    public String version() {
        return content.version();
    }

    public UUID deviceModelId() {
        return content.model().value();
    }

    public List<Integer> modelVersions() {
        return content.modelVersions();
    }

    public List<String> hardwareRevisions() {
        return content.hardwareRevisions();
    }

    public List<String> currentVersions() {
        return content.currentVersions();
    }

    public @Nullable String notes() {
        return content.notes();
    }

    public int requiredSignatures() {
        return content.requiredSignatures();
    }
}
