package io.devicetrail.audit.copy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a copy that is being made. Under its name a file is whole; before, it is written beside, synced and renamed.
 * <i>Crash:</i> parts stay, and are gone on with or written anew.
 */
final class CopyFolder implements Closeable {
    private static final String PART = ".part";

    private final Path folder;
    private final long most;
    private final Map<String, PartFile> open = new HashMap<>();
    private long bytes;

    /** @param most bytes that all files together may have */
    CopyFolder(Path folder, long most) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.most = most;
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    /** Bytes that were written, or gone on with. */
    long bytes() {
        return bytes;
    }

    /** Whether each file has at least so many bytes, as a part or whole. */
    boolean holds(Map<String, Long> sizes) throws IOException {
        for (Map.Entry<String, Long> size : sizes.entrySet()) {
            Path whole = folder.resolve(size.getKey());
            Path part = folder.resolve(size.getKey() + PART);
            Path there = Files.exists(whole) ? whole : part;
            if (!Files.exists(there) || Files.size(there) < size.getValue()) {
                return false;
            }
        }
        return true;
    }

    /**
     * A file to be written, after the bytes that are kept of it. One that was placed already is a part again: the copy was
     * not whole without the others.
     */
    Fingerprint part(String name, long keep) throws IOException {
        Path part = folder.resolve(name + PART);
        Path whole = folder.resolve(name);
        if (Files.exists(whole)) {
            Files.move(whole, part, StandardCopyOption.ATOMIC_MOVE);
        }
        PartFile file = new PartFile(part, keep, this::take);
        open.put(name, file);
        take(keep);
        return file.fingerprint();
    }

    private void take(long more) {
        bytes += more;
        if (bytes > most) {
            throw new CopyTooLarge(most);
        }
    }

    /** Bytes of all that are open, after which nothing of them is lost by a crash. */
    Map<String, Long> sync() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        for (Map.Entry<String, PartFile> file : open.entrySet()) {
            file.getValue().sync();
            sizes.put(file.getKey(), file.getValue().fingerprint().count());
        }
        return sizes;
    }

    /** Gives all that are open their names, but for those that are not wanted any more. */
    void place(List<String> wanted) throws IOException {
        sync();
        close();
        for (String name : wanted) {
            rename(name);
        }
        forgetParts();
        sync(folder);
    }

    /** A whole file at once. */
    void write(String name, byte[] content) throws IOException {
        part(name, 0).write(content);
        place(List.of(name));
    }

    private void rename(String name) throws IOException {
        try {
            Files.move(folder.resolve(name + PART), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw new IOException(name + " was not written", e);
        }
    }

    private void forgetParts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(PART)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Nothing of it is left. */
    void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Those that are whole, in the order of their names. */
    List<Path> whole() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> !f.toString().endsWith(PART)).sorted().toList();
        }
    }

    @Override
    public void close() throws IOException {
        for (PartFile file : open.values()) {
            file.close();
        }
        open.clear();
    }
}
