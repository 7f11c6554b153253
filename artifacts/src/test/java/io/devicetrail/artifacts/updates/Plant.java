package io.devicetrail.artifacts.updates;

import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.update.metadata.ClockedFiles;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.MovableClock;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.client.Limits;
import io.devicetrail.update.metadata.client.TrustStore;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A log that a test writes, the repositories that are made of it, and devices that read them. */
final class Plant {
    static final TenantId ACME = new TenantId("acme");
    static final DeviceModelId MODEL = DeviceModelId.of(ACME, "Rotronic", "HC2A");
    static final String HASH = "ab".repeat(32);
    static final int SIZE = 4_711;

    final MovableClock clock = new MovableClock(Instant.parse("2026-11-23T08:00:00Z"));
    final Path folder;
    Updates updates;
    boolean logAway;
    /** How often while it was away. */
    int asked;

    final Set<SoftwareReleaseId> unreadable = ConcurrentHashMap.newKeySet();

    private final Map<SoftwareReleaseId, SoftwareReleasePublished> log = new ConcurrentHashMap<>();

    Plant(Path folder) throws IOException {
        this.folder = folder;
        updates = node(new ClockedFiles(clock));
        updates.tenant(ACME);
        look();
    }

    /** As after a restart, or on another machine. */
    Updates node(DurableFiles files) {
        return node(folder, files);
    }

    /** @param home where its directories are: another's, if they are not shared */
    Updates node(Path home, DurableFiles files) {
        return new Updates(
                home.resolve("updates"),
                home.resolve("keys"),
                this::published,
                (tenant, sha256) -> Optional.of(new ArtifactFile(sha256, SIZE, "f.bin", "application/octet-stream")),
                files,
                clock);
    }

    private Optional<SoftwareReleasePublished> published(SoftwareReleaseId release) {
        if (logAway) {
            asked++;
            throw new IllegalStateException("the log does not answer");
        }
        if (unreadable.contains(release)) {
            throw new IllegalArgumentException("no such enum constant");
        }
        return Optional.ofNullable(log.get(release));
    }

    static SoftwareRelease content(String version, List<String> hardware, List<String> currentVersions) {
        return new SoftwareRelease(
                "hc2a-firmware", version, HASH, MODEL, List.of(1, 2), hardware, currentVersions, null, 0);
    }

    SoftwareReleaseId publish(String version) throws IOException {
        return publish(ACME, content(version, List.of("B"), List.of()));
    }

    SoftwareReleaseId publish(TenantId tenant, SoftwareRelease content) throws IOException {
        SoftwareReleaseId id = SoftwareReleaseId.of(tenant, content.name(), content.version());
        log.put(id, new SoftwareReleasePublished(id, tenant, content));
        updates.release(tenant, id);
        return id;
    }

    void withdraw(SoftwareReleaseId release) throws IOException {
        log.remove(release);
        updates.release(ACME, release);
    }

    /** What the thread does. */
    Standing look() {
        return look(updates);
    }

    static Standing look(Updates node) {
        node.look(ACME);
        return Objects.requireNonNull(node.standings().get(ACME));
    }

    /** The control: it is published, and nothing is wrong. */
    Map<String, Target> lookedAndFetched(UpdateClient device) throws IOException {
        Standing standing = look();
        if (!standing.troubles().isEmpty()) {
            throw new AssertionError(standing.troubles());
        }
        return device.refresh().byPath();
    }

    UpdateClient device() throws IOException {
        return device(ACME, Files.createTempDirectory(folder, "device"));
    }

    UpdateClient device(TenantId tenant, Path memory) throws IOException {
        TrustStore store = new TrustStore(memory, DurableFiles.onDisk());
        store.begin(updates.metadata(tenant, "1.root.json").orElseThrow());
        return new UpdateClient(store, name -> open(tenant, name), Limits.USUAL, clock);
    }

    private Optional<InputStream> open(TenantId tenant, String name) throws IOException {
        return updates.metadata(tenant, name).map(ByteArrayInputStream::new);
    }

    Path metadata(String file) {
        return folder.resolve("updates/acme/metadata").resolve(file);
    }

    Path key(Role role) {
        return folder.resolve("keys/acme").resolve(role.text() + ".pem");
    }

    Path followingKey(Role role) {
        return folder.resolve("keys/acme").resolve(role.text() + ".next.pem");
    }

    /** Somewhere nobody of this machine gets at. */
    Path takeAway(Role role) throws IOException {
        return Files.move(key(role), folder.resolve(role.text() + ".away"));
    }

    void bringBack(Role role) throws IOException {
        Files.move(folder.resolve(role.text() + ".away"), key(role));
    }
}
