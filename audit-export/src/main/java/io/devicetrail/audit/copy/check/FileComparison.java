package io.devicetrail.audit.copy.check;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Takes what a file should be and remembers where the file is otherwise. Keeps nothing of either. */
final class FileComparison extends OutputStream {
    private final InputStream file;
    private long compared;
    private long differsAt = -1;

    FileComparison(Path file) throws IOException {
        this.file = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (differs()) {
            return;
        }
        byte[] found = file.readNBytes(length);
        int mismatch = Arrays.mismatch(found, 0, found.length, bytes, offset, offset + length);
        if (mismatch >= 0) {
            differsAt = compared + mismatch;
        }
        compared += length;
    }

    boolean differs() {
        return differsAt >= 0;
    }

    /** Offset of the first byte that is another; behind the end of a file that is too short. */
    long differsAt() {
        return differsAt;
    }

    /** Whether the file goes on behind what it should be. */
    boolean goesOn() throws IOException {
        return !differs() && file.read() >= 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
