package io.devicetrail.artifacts.upload;

import io.devicetrail.artifacts.store.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The uploads under way. {@code <id>.json} says what one is to be, {@code <id>.part} holds what has come, {@code <id>.lock}
 * is locked by who works on it. Once the file is in the store the description is renamed to {@code <id>.done}: that name
 * alone says so, never that a part is missing. An upload is described last when it begins and first undescribed when it
 * ends, so what a crash leaves behind is a file that nobody knows, and that is swept.
 */
final class UploadFolder {
    /** How long a place and space are kept for somebody who has not brought a single byte. */
    static final Duration LIFE_WITHOUT_BYTES = Duration.ofMinutes(15);

    private static final String DESCRIPTION = ".json";
    private static final String DONE = ".done";
    private static final String PART = ".part";
    private static final String DRAFT = ".draft";
    private static final String LOCK = ".lock";
    private static final List<String> IN_ORDER_OF_AN_END = List.of(DESCRIPTION, DONE, DRAFT, PART, LOCK);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);

    private final Path folder;

    UploadFolder(Path directory) {
        this.folder = directory.resolve("uploads");
        try {
            OwnerOnly.folder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("devicetrail.artifacts.directory cannot be written: " + directory, e);
        }
    }

    Path part(UUID id) {
        return file(id, PART);
    }

    Optional<UploadLock> lock(UUID id) throws IOException {
        return UploadLock.on(file(id, LOCK));
    }

    void begin(Upload upload) throws IOException {
        OwnerOnly.file(part(upload.id()));
        Path draft = file(upload.id(), DRAFT);
        OwnerOnly.file(draft);
        Files.write(draft, JSON.writeValueAsBytes(upload));
        OwnerOnly.force(draft);
        Files.move(draft, file(upload.id(), DESCRIPTION), StandardCopyOption.ATOMIC_MOVE);
        OwnerOnly.force(folder);
    }

    Optional<Upload> find(UUID id) throws IOException {
        Optional<Upload> open = read(file(id, DESCRIPTION));
        return open.isPresent() ? open : read(file(id, DONE));
    }

    /** Whether its file is in the store. */
    boolean isDone(UUID id) {
        return Files.exists(file(id, DONE));
    }

    /**
     * Its file is in the store, and this is so after a loss of power, too.
     *
     * @param lastByte when it came: from then on who did not hear the answer may ask again
     */
    void done(UUID id, FileTime lastByte) throws IOException {
        Files.setLastModifiedTime(file(id, DESCRIPTION), lastByte);
        Files.move(file(id, DESCRIPTION), file(id, DONE), StandardCopyOption.ATOMIC_MOVE);
        OwnerOnly.force(folder);
    }

    /** Bytes that have come, and are on the disk; empty if a crash took what nobody was told is kept. */
    OptionalLong offset(Upload upload) throws IOException {
        try (FileChannel part = FileChannel.open(part(upload.id()), StandardOpenOption.WRITE)) {
            long size = part.size();
            // Somebody may be writing: what is told has to be there after a loss of power.
            part.force(false);
            return OptionalLong.of(size);
        } catch (NoSuchFileException noPart) {
            return isDone(upload.id()) ? OptionalLong.of(upload.file().size()) : OptionalLong.empty();
        }
    }

    void end(UUID id) throws IOException {
        delete(id.toString());
    }

    /** Those of which something is still to come. */
    List<Upload> open() throws IOException {
        List<Upload> open = new ArrayList<>();
        try (DirectoryStream<Path> descriptions = Files.newDirectoryStream(folder, "*" + DESCRIPTION)) {
            for (Path each : descriptions) {
                try {
                    read(each).filter(upload -> Files.exists(part(upload.id()))).ifPresent(open::add);
                } catch (IOException unreadable) {
                    LOG.warn("An upload that cannot be read keeps nobody from another: {}", unreadable.toString());
                }
            }
        }
        return open;
    }

    /** Bytes that it has yet to bring. */
    long missing(Upload upload) throws IOException {
        try {
            return Math.max(0, upload.file().size() - Files.size(part(upload.id())));
        } catch (NoSuchFileException over) {
            return 0;
        }
    }

    long usableBytes() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** Until when it is kept if nothing comes. */
    Instant expiry(UUID id, Duration life) throws IOException {
        return expiry(id.toString(), life).orElse(Instant.EPOCH);
    }

    /**
     * Deletes what is kept no longer, described or not, but nothing that somebody works on.
     *
     * @return how many
     */
    @SuppressWarnings("try") // The lock is for the time of the block.
    int sweep(Instant now, Duration life) throws IOException {
        int swept = 0;
        for (String name : names()) {
            if (isOver(name, now, life)) {
                Optional<UploadLock> free = UploadLock.on(folder.resolve(name + LOCK));
                if (free.isPresent()) {
                    try (UploadLock own = free.get()) {
                        // Until it was locked a piece may have come.
                        if (isOver(name, now, life)) {
                            delete(name);
                            swept++;
                        }
                    }
                }
            }
        }
        return swept;
    }

    private TreeSet<String> names() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                names.add(name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name);
            }
        }
        return names;
    }

    private boolean isOver(String name, Instant now, Duration life) throws IOException {
        return expiry(name, life).map(now::isAfter).orElse(false);
    }

    /** By its newest file; by its lock only if nothing else is left. */
    private Optional<Instant> expiry(String name, Duration life) throws IOException {
        Optional<Instant> part = modified(name + PART);
        if (part.isPresent()) {
            boolean empty = Files.size(folder.resolve(name + PART)) == 0;
            return part.map(
                    time -> time.plus(empty && LIFE_WITHOUT_BYTES.compareTo(life) < 0 ? LIFE_WITHOUT_BYTES : life));
        }
        for (String kind : IN_ORDER_OF_AN_END) {
            Optional<Instant> modified = modified(name + kind);
            if (modified.isPresent()) {
                return modified.map(time -> time.plus(life));
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> modified(String name) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(folder.resolve(name)).toInstant());
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private void delete(String name) throws IOException {
        for (String kind : IN_ORDER_OF_AN_END) {
            Files.deleteIfExists(folder.resolve(name + kind));
            if (kind.equals(DONE)) {
                // That nobody knows it has to be so before its bytes go.
                OwnerOnly.force(folder);
            }
        }
    }

    private static Optional<Upload> read(Path description) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(description), Upload.class));
        } catch (NoSuchFileException unknown) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException(description.getFileName() + " does not describe an upload", e);
        }
    }

    private Path file(UUID id, String kind) {
        return folder.resolve(id + kind);
    }
}
