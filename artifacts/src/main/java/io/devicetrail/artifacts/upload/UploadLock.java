package io.devicetrail.artifacts.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * That nobody else works on an upload: no other thread here, no other node on the directory. It is on a file of its own, and
 * whoever has it asks once more whether there still is an upload, as the file goes with it.
 */
final class UploadLock implements AutoCloseable {
    /**
     * Of this process, as the system's locks are: it drops the one on a file as soon as the process closes any channel on
     * that file, so a second channel must not even be opened.
     */
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private UploadLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Empty while somebody else has it. */
    static Optional<UploadLock> on(Path lockFile) throws IOException {
        Path file = lockFile.toAbsolutePath().normalize();
        if (!HERE.add(file)) {
            return Optional.empty();
        }
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                locked = channel.tryLock() != null;
                return locked ? Optional.of(new UploadLock(file, channel)) : Optional.empty();
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
        } finally {
            if (!locked) {
                HERE.remove(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HERE.remove(file);
        }
    }
}
