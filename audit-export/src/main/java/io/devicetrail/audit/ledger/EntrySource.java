package io.devicetrail.audit.ledger;

import java.io.IOException;

/** The log as the ledger needs it: stored rows in order, not one of them interpreted. */
@FunctionalInterface
public interface EntrySource {
    /**
     * Gives the events with an index of {@code first} or more, in order of their index, at most {@code most} of them,
     * holding a bounded number at a time.
     *
     * @throws IOException if the log cannot be read now, or the sink throws it
     */
    void read(long first, int most, Sink sink) throws IOException;

    /** Takes the events. */
    @FunctionalInterface
    interface Sink {
        void accept(LogRow row) throws IOException;
    }
}
