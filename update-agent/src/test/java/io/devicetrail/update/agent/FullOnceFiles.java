package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;

/** A disk that is full at one step, and has room again at the next. */
final class FullOnceFiles implements DurableFiles {
    private final DurableFiles disk = DurableFiles.onDisk();
    private final int fullAt;
    private int steps;

    FullOnceFiles(int fullAt) {
        this.fullAt = fullAt;
    }

    synchronized boolean wasFull() {
        return steps >= fullAt;
    }

    private synchronized void step() throws IOException {
        if (++steps == fullAt) {
            throw new IOException("no space left on device");
        }
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        step();
        disk.write(file, content);
    }

    @Override
    public void append(Path file, byte[] bytes, int count) throws IOException {
        step();
        disk.append(file, bytes, count);
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        step();
        disk.truncate(file, length);
    }

    @Override
    public void force(Path file) throws IOException {
        step();
        disk.force(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        disk.delete(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step();
        disk.forceDirectory(directory);
    }
}
