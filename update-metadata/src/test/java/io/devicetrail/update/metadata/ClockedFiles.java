package io.devicetrail.update.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;

/** A disk that has the test's clock. */
public final class ClockedFiles implements DurableFiles {
    private final DurableFiles disk = DurableFiles.onDisk();
    private final Clock clock;

    public ClockedFiles(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        disk.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    @Override
    public void append(Path file, byte[] bytes, int count) throws IOException {
        disk.append(file, bytes, count);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        disk.truncate(file, length);
    }

    @Override
    public void force(Path file) throws IOException {
        disk.force(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        disk.forceDirectory(directory);
    }
}
