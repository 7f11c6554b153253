package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.Digest;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.client.ImageCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Two places for images on disk, as a device has two partitions. One runs, the other is written. */
final class Slots {
    private static final int BUFFER = 65_536;

    /** What a slot's own note says is in it; written last, removed first, so that it never speaks of half an image. */
    record Content(SoftwareVersion version, String sha256) {}

    private final Path directory;
    private final DurableFiles files;

    Slots(Path directory, DurableFiles files) {
        this.directory = directory;
        this.files = files;
    }

    Path image(Slot slot) {
        return folder(slot).resolve("image");
    }

    private Path note(Slot slot) {
        return folder(slot).resolve("slot.json");
    }

    private Path folder(Slot slot) {
        return directory.resolve(slot.name());
    }

    /**
     * Copies and checks at once: what is in the slot at the end is what was signed, whatever became of the download.
     */
    void install(Slot slot, Path from, Target target) throws IOException {
        try (InputStream in = Files.newInputStream(from)) {
            install(slot, in, new ImageCheck(target), new Content(target.suits().releaseVersion(), target.sha256()));
        }
    }

    private void install(Slot slot, InputStream in, ImageCheck check, Content content) throws IOException {
        Files.createDirectories(folder(slot));
        files.remove(note(slot));
        files.remove(image(slot));
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            check.update(buffer, count);
            files.append(image(slot), buffer, count);
        }
        check.finish();
        files.force(image(slot));
        files.forceDirectory(folder(slot));
        files.replace(
                note(slot),
                Wire.MAPPER.writeValueAsBytes(JsonNodeFactory.instance
                        .objectNode()
                        .put("version", content.version().text())
                        .put("sha256", content.sha256())));
    }

    /** What the factory puts in. */
    void fill(Slot slot, byte[] image, SoftwareVersion version) throws IOException {
        Files.createDirectories(folder(slot));
        files.replace(image(slot), image);
        files.replace(
                note(slot),
                Wire.MAPPER.writeValueAsBytes(JsonNodeFactory.instance
                        .objectNode()
                        .put("version", version.text())
                        .put("sha256", Digest.sha256(image))));
    }

    /** Empty unless the image is, byte for byte, what the slot's note says; what cannot be read is not whole. */
    Optional<Content> whole(Slot slot) {
        if (!Files.exists(note(slot)) || !Files.exists(image(slot))) {
            return Optional.empty();
        }
        try {
            JsonNode note = Wire.MAPPER.readTree(Files.readAllBytes(note(slot)));
            Content content = new Content(
                    SoftwareVersion.of(note.path("version").stringValue()),
                    note.path("sha256").stringValue());
            return sha256(image(slot)).equals(content.sha256()) ? Optional.of(content) : Optional.empty();
        } catch (IOException | JacksonException | UpdateRefused damaged) {
            return Optional.empty();
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Digest.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return Digest.text(digest.digest());
    }
}
