package io.devicetrail.update.metadata;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The steps by which something becomes lasting, each for itself: a test cuts the power at any of them. What was
 * written is lasting only when it was forced, a name only when its directory was.
 */
public interface DurableFiles {

    /** Replaces what is there. */
    void write(Path file, byte[] content) throws IOException;

    /** Creates what is not there. */
    void append(Path file, byte[] bytes, int count) throws IOException;

    /** What stands behind is gone; nothing happens to a shorter file. */
    void truncate(Path file, long length) throws IOException;

    void force(Path file) throws IOException;

    /** Atomic; replaces what is there. */
    void rename(Path from, Path to) throws IOException;

    /** Nothing happens where nothing is. */
    void delete(Path file) throws IOException;

    void forceDirectory(Path directory) throws IOException;

    /** All or nothing, and lasting on return: a reader, after a power cut too, finds the old content or the new. */
    default void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        write(next, content);
        force(next);
        rename(next, file);
        forceDirectory(parent(file));
    }

    /** Gone for good on return. */
    default void remove(Path file) throws IOException {
        delete(file);
        forceDirectory(parent(file));
    }

    static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is no file");
        }
        return parent;
    }

    static DurableFiles onDisk() {
        return new DiskFiles();
    }
}
