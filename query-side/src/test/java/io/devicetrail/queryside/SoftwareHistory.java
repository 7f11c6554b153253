package io.devicetrail.queryside;

import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleaseWithdrawn;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;

/** Of the history, two files, and three releases: one of each file, and one that was withdrawn. */
final class SoftwareHistory {
    static final String FIRST = "0a".repeat(32);
    static final String SECOND = "0b".repeat(32);
    static final ArtifactId FIRST_FILE = ArtifactId.of(History.ACME, FIRST);
    static final ArtifactId SECOND_FILE = ArtifactId.of(History.ACME, SECOND);
    static final SoftwareReleaseId OLD = SoftwareReleaseId.of(History.ACME, "pt-firmware", "2.0");
    static final SoftwareReleaseId BAD = SoftwareReleaseId.of(History.ACME, "pt-firmware", "2.1");
    static final SoftwareReleaseId OTHER = SoftwareReleaseId.of(History.ACME, "bootloader", "1");

    private SoftwareHistory() {}

    static void write(LogOfTests log) {
        append(log, stored(History.ACME, FIRST, "pt-2.0.bin"));
        append(log, published(History.ACME, History.PT100, "pt-firmware", "2.0", FIRST));
        append(log, stored(History.ACME, SECOND, "pt-2.1.bin"));
        append(log, published(History.ACME, History.PT100, "pt-firmware", "2.1", SECOND));
        append(log, published(History.ACME, History.PT100, "bootloader", "1", FIRST));
        append(log, new SoftwareReleaseWithdrawn(BAD, History.ACME));
    }

    static ArtifactStored stored(TenantId tenant, String sha256, String name) {
        return new ArtifactStored(
                ArtifactId.of(tenant, sha256),
                tenant,
                new ArtifactFile(sha256, 1L << 33, name, "application/octet-stream"));
    }

    static SoftwareReleasePublished published(
            TenantId tenant, DeviceModelId model, String name, String version, String artifact) {
        return new SoftwareReleasePublished(
                SoftwareReleaseId.of(tenant, name, version),
                tenant,
                new SoftwareRelease(
                        name, version, artifact, model, List.of(1, 2), List.of("A"), List.of("1.9"), "Restarts.", 2));
    }

    private static void append(LogOfTests log, Object event) {
        log.append(event, History.ADA, History.ACME.value());
    }
}
