package io.devicetrail.audit.copy;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * A file that is being written, and may have been before: what is behind the place to go on from is cut off. That it cannot
 * be written is told unchecked, as whoever reads the ledger into it must not take that for a ledger that cannot be read.
 */
final class PartFile implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final FileChannel channel;
    private final Fingerprint fingerprint;

    /**
     * @param keep bytes that are kept of it; it has so many
     * @param taken told of bytes that are to be written; may refuse them by throwing
     */
    PartFile(Path file, long keep, LongConsumer taken) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(keep);
        channel.position(keep);
        fingerprint = new Fingerprint(new BufferedOutputStream(new Written(channel, taken), BUFFER));
        try (InputStream before = Files.newInputStream(file)) {
            fingerprint.seen(before);
        }
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    /** All that was written survives a crash from here on. */
    void sync() throws IOException {
        fingerprint.flush();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static final class Written extends OutputStream {
        private final FileChannel channel;
        private final LongConsumer taken;

        private Written(FileChannel channel, LongConsumer taken) {
            this.channel = channel;
            this.taken = taken;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            taken.accept(length);
            try {
                for (ByteBuffer left = ByteBuffer.wrap(bytes, offset, length); left.hasRemaining(); ) {
                    channel.write(left);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
