package io.devicetrail.artifacts.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * The uploads under way, two files each: {@code <id>.json} says what it is to be, {@code <id>.part} holds what has come. One
 * whose part is gone is complete. It is described last when it begins and first when it ends, so what a crash leaves behind
 * is a file that nobody knows, and that is swept.
 */
final class UploadFolder {
    private static final String DESCRIPTION = ".json";
    private static final String PART = ".part";
    private static final String DRAFT = ".draft";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    UploadFolder(Path directory) {
        this.folder = directory.resolve("uploads");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("devicetrail.artifacts.directory cannot be written: " + directory, e);
        }
    }

    Path part(UUID id) {
        return folder.resolve(id + PART);
    }

    void begin(Upload upload) throws IOException {
        Files.createFile(part(upload.id()));
        Path draft = folder.resolve(upload.id() + DRAFT);
        Files.write(draft, JSON.writeValueAsBytes(upload));
        force(draft);
        Files.move(draft, description(upload.id()), StandardCopyOption.ATOMIC_MOVE);
        force(folder);
    }

    Optional<Upload> find(UUID id) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(description(id)), Upload.class));
        } catch (NoSuchFileException unknown) {
            return Optional.empty();
        }
    }

    /** Bytes that have come. */
    long offset(Upload upload) throws IOException {
        try {
            return Files.size(part(upload.id()));
        } catch (NoSuchFileException complete) {
            return upload.file().size();
        }
    }

    void end(UUID id) throws IOException {
        Files.deleteIfExists(description(id));
        Files.deleteIfExists(part(id));
    }

    /** Those of which something is still to come. */
    List<Upload> open() throws IOException {
        List<Upload> open = new ArrayList<>();
        try (DirectoryStream<Path> descriptions = Files.newDirectoryStream(folder, "*" + DESCRIPTION)) {
            for (Path each : descriptions) {
                String name = each.getFileName().toString();
                UUID id = UUID.fromString(name.substring(0, name.length() - DESCRIPTION.length()));
                if (Files.exists(part(id))) {
                    find(id).ifPresent(open::add);
                }
            }
        }
        return open;
    }

    long usableBytes() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** Until when it is kept if nothing comes. */
    Instant expiry(UUID id, Duration life) throws IOException {
        Path newest = Files.exists(part(id)) ? part(id) : description(id);
        return Files.getLastModifiedTime(newest).toInstant().plus(life);
    }

    /**
     * Deletes what nothing has come to since then, described or not.
     *
     * @return how many files
     */
    int sweep(Instant untouchedSince) throws IOException {
        int swept = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean described = name.endsWith(DESCRIPTION);
                Path part = folder.resolve(name.substring(0, Math.max(0, name.lastIndexOf('.'))) + PART);
                Path newest = described && Files.exists(part) ? part : file;
                if (isOlder(newest, untouchedSince) && Files.deleteIfExists(file)) {
                    swept++;
                }
            }
        }
        return swept;
    }

    private static boolean isOlder(Path file, Instant than) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(than);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private Path description(UUID id) {
        return folder.resolve(id + DESCRIPTION);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
