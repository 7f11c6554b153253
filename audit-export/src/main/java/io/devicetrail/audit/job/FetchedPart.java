package io.devicetrail.audit.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRange;

/**
 * The bytes of a file that are asked for (RFC 9110, 14).
 *
 * @param satisfiable false if it begins behind the file's end
 */
record FetchedPart(long first, long last, boolean satisfiable) {
    private static final int BUFFER = 1 << 16;

    /**
     * What a header {@code Range} asks for. One that is malformed, or of several ranges, is not looked at: the whole file is
     * an answer to it too.
     *
     * @param condition the header {@code If-Range}; a range of another file than this is not given
     */
    static Optional<FetchedPart> of(@Nullable String range, @Nullable String condition, String tag, long size) {
        if (range == null || (condition != null && !condition.equals(tag))) {
            return Optional.empty();
        }
        try {
            List<HttpRange> asked = HttpRange.parseRanges(range);
            if (asked.size() != 1) {
                return Optional.empty();
            }
            long first = asked.getFirst().getRangeStart(size);
            long last = asked.getFirst().getRangeEnd(size);
            return Optional.of(new FetchedPart(first, last, first <= last && first < size));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static FetchedPart whole(long size) {
        return new FetchedPart(0, size - 1, true);
    }

    long length() {
        return last - first + 1;
    }

    void write(FileChannel file, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (long at = first; at <= last; ) {
            buffer.clear().limit((int) Math.min(BUFFER, last - at + 1));
            int read = file.read(buffer, at);
            if (read < 0) {
                throw new IOException("the file is shorter than it was");
            }
            out.write(buffer.array(), 0, read);
            at += read;
        }
    }
}
