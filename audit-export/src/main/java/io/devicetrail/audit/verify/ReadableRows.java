package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.UnreadableRow;
import java.io.IOException;

/** Reads a run of the log around the rows that cannot be read, each of which is told by its index. */
final class ReadableRows {
    private ReadableRows() {}

    /** Hears of a row that cannot be read. */
    @FunctionalInterface
    interface Unreadable {
        /** @param why without any value of the row */
        void at(long index, String why);
    }

    /**
     * Gives the rows from {@code first} on, at most {@code count}; where one cannot be read, those of the next
     * {@code count} indexes, each asked for by itself.
     *
     * @return where to go on; {@code first} if nothing was given or told
     * @throws IOException if the log is away, or the sink throws it
     */
    static long read(EntrySource log, long first, int count, EntrySource.Sink sink, Unreadable unreadable)
            throws IOException {
        long[] next = {first};
        try {
            log.read(first, count, row -> {
                sink.accept(row);
                next[0] = after(row.index());
            });
            return next[0];
        } catch (RuntimeException oneOfThem) {
            // Which one it is, a run cannot say: it comes in pages.
        }
        long end = first > Long.MAX_VALUE - count ? Long.MAX_VALUE : first + count;
        for (long index = next[0]; index < end; index++) {
            try {
                log.at(index, sink);
            } catch (RuntimeException e) {
                unreadable.at(index, UnreadableRow.why(e));
            }
        }
        return Math.max(next[0], end);
    }

    /** Somebody may have put a row at the very last index. */
    private static long after(long index) {
        return index == Long.MAX_VALUE ? index : index + 1;
    }
}
