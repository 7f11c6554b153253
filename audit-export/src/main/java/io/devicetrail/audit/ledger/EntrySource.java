package io.devicetrail.audit.ledger;

import java.io.IOException;
import java.util.List;

/** The log as the ledger needs it: stored rows in order, not one of them interpreted. */
@FunctionalInterface
public interface EntrySource {
    /**
     * Gives the events with an index of {@code first} or more, in order of their index, at most {@code most} of them,
     * holding a bounded number at a time. Somebody may have put more than one row under an index: then two of them
     * are given, also of the last one, the second perhaps without payload and metadata.
     *
     * @throws IOException if the log cannot be read now, or the sink throws it
     * @throws UnreadableRow if the log answers, but one of the rows cannot be read; some before it may have been given
     */
    void read(long first, int most, Sink sink) throws IOException;

    /**
     * Gives the event with this index; nothing if the log has none.
     *
     * @throws IOException if the log cannot be read now, or the sink throws it
     * @throws UnreadableRow if the log answers, but this row cannot be read
     */
    default void at(long index, Sink sink) throws IOException {
        read(index, 1, row -> {
            if (row.index() == index) {
                sink.accept(row);
            }
        });
    }

    /**
     * What could give others another log than these rows, such as a view in the place of its table, in words; empty if
     * nothing is known of.
     *
     * @throws IOException if the log cannot tell now
     */
    default List<String> otherFaces() throws IOException {
        return List.of();
    }

    /** Takes the events. */
    @FunctionalInterface
    interface Sink {
        void accept(LogRow row) throws IOException;
    }
}
