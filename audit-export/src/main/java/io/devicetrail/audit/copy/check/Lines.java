package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes, each ended by a line feed. Keeps one. */
final class Lines implements Closeable {
    /** Bytes of one line: an event may be long, but the memory is not the file's to fill. */
    private static final int LONGEST = 128 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    Lines(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /**
     * Without its end; null behind the last.
     *
     * @throws NotVerified if it has none, or no end
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (fill()) {
            int begin = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.write(buffer, begin, at - begin);
            if (line.size() > LONGEST) {
                throw new NotVerified("a line is longer than " + LONGEST + " bytes");
            }
            if (at < end) {
                at++;
                return line.toByteArray();
            }
        }
        if (line.size() > 0) {
            throw new NotVerified("its last line has no end");
        }
        return null;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(in.read(buffer), 0);
        }
        return at < end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
