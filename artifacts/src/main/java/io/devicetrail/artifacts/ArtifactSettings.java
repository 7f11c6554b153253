package io.devicetrail.artifacts;

import io.devicetrail.domain.artifact.ArtifactFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Artifacts, and their uploads.
 *
 * @param directory where they are kept, with the uploads that are under way; of several nodes the same one. Null:
 *     {@code artifacts} in the home
 * @param largest file that is taken
 * @param mediaTypes that are taken
 * @param openUploads of one tenant at once
 * @param uploadLife how long an upload to which nothing comes is kept
 * @param keepFree space that uploads leave on the disk
 */
@ConfigurationProperties(ArtifactSettings.PREFIX)
public record ArtifactSettings(
        @Nullable Path directory,
        @DefaultValue("2GB") DataSize largest,

        @DefaultValue({
            "application/octet-stream",
            "application/zip",
            "application/gzip",
            "application/zstd",
            "application/x-xz",
            "application/x-tar"
        })
        List<String> mediaTypes,

        @DefaultValue("8") int openUploads,
        @DefaultValue("24h") Duration uploadLife,
        @DefaultValue("1GB") DataSize keepFree) {
    public static final String PREFIX = "devicetrail.artifacts";

    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
    private static final int MOST_OPEN = 64;

    public ArtifactSettings {
        if (largest.toBytes() < 1 || largest.toBytes() > ArtifactFile.LARGEST) {
            throw new IllegalArgumentException("devicetrail.artifacts.largest must be 1B to 1TB");
        }
        if (openUploads < 1 || openUploads > MOST_OPEN) {
            throw new IllegalArgumentException("devicetrail.artifacts.open-uploads must be 1 to " + MOST_OPEN);
        }
        if (uploadLife.compareTo(SHORTEST_LIFE) < 0) {
            throw new IllegalArgumentException("devicetrail.artifacts.upload-life must be at least 1m");
        }
        mediaTypes = mediaTypes.stream()
                .map(type -> type.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** @param home of the installation */
    public Path directoryIn(Path home) {
        return directory == null ? home.resolve("artifacts") : directory;
    }
}
