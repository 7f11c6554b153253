package io.devicetrail.update.metadata;

import io.devicetrail.update.metadata.client.Limits;
import io.devicetrail.update.metadata.client.TrustStore;
import io.devicetrail.update.metadata.client.UpdateClient;
import io.devicetrail.update.metadata.repository.Lifetimes;
import io.devicetrail.update.metadata.repository.Published;
import io.devicetrail.update.metadata.repository.RepositoryAuthor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** A repository in memory, and an attacker's hand on what it serves. */
public final class TestRepository {
    public static final byte[] IMAGE = "the image of 2.1.0".getBytes(StandardCharsets.UTF_8);
    public static final String PATH = "hc2a/2.1.0.bin";

    public final MovableClock clock = new MovableClock(Instant.parse("2026-11-23T08:00:00Z"));
    public final Keys keys = new Keys();
    public final RepositoryAuthor author = new RepositoryAuthor(keys, Lifetimes.USUAL, clock);
    /** What a device is answered, by name. */
    public final Map<String, byte[]> served = new ConcurrentHashMap<>();

    public Published published = author.begin(keys.trust());

    public TestRepository() {
        publish(published);
    }

    public static Target target(String path, String version, byte[] image) {
        return new Target(
                path,
                image.length,
                Digest.sha256(image),
                new Suits(
                        "hc2a-firmware",
                        SoftwareVersion.of(version),
                        "hc2a",
                        List.of(1, 2),
                        List.of("B", "C"),
                        SoftwareVersion.of("2.0.0"),
                        List.of()));
    }

    public static Target target() {
        return target(PATH, "2.1.0", IMAGE);
    }

    public static DeviceProfile device() {
        return new DeviceProfile("hc2a", 2, "B", SoftwareVersion.of("2.0.3"));
    }

    public void publish(Published next) {
        published = next;
        served.putAll(next.files());
    }

    public void publish(Target... targets) {
        publish(author.withTargets(published, List.of(targets)));
    }

    /** Signed by whoever the root of now names for the role: what somebody with those keys can do. */
    public byte[] signed(Role role, ObjectNode content, VerificationKey... by) {
        List<VerificationKey> signers =
                by.length > 0 ? List.of(by) : published.readRoot().keys(role).keys();
        return SignedFile.sign(
                        role,
                        content,
                        signers,
                        (key, bytes) -> keys.of(key).orElseThrow().sign(bytes))
                .bytes();
    }

    public byte[] file(String name) {
        return Objects.requireNonNull(served.get(name), name);
    }

    public Optional<InputStream> open(String name) {
        return Optional.ofNullable(served.get(name)).map(ByteArrayInputStream::new);
    }

    /** A device that was made with the first root. */
    public UpdateClient device(Path folder) throws IOException {
        TrustStore store = new TrustStore(folder, DurableFiles.onDisk());
        store.begin(file("1.root.json"));
        return new UpdateClient(store, this::open, Limits.USUAL, clock);
    }
}
