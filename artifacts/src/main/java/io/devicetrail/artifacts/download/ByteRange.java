package io.devicetrail.artifacts.download;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110, 14.1.2), by its first and its last byte.
 *
 * @param satisfiable whether the file has any of it
 */
record ByteRange(long first, long last, boolean satisfiable) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * What a header {@code Range} asks for. One that is malformed, in another unit, or of several ranges is not looked at, as
     * RFC 9110 allows: the whole file answers it.
     *
     * @param size of the file, at least 1
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher matcher = ONE.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? Optional.empty() : Optional.of(lastOnes(Long.parseLong(to), size));
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        return last < first
                ? Optional.empty()
                : Optional.of(new ByteRange(first, Math.min(last, size - 1), first < size));
    }

    private static ByteRange lastOnes(long count, long size) {
        return new ByteRange(Math.max(0, size - count), size - 1, count > 0);
    }

    long length() {
        return last - first + 1;
    }
}
