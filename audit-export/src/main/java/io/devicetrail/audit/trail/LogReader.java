package io.devicetrail.audit.trail;

import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;

/** The log as this module needs it: its head, and a run of its events in order. */
public interface LogReader {
    /** Index of the newest event; -1 while the log is empty. */
    long head() throws LogUnreadable;

    /** Whether the tenant was ever created. */
    boolean knows(TenantId tenant) throws LogUnreadable;

    /**
     * Gives every event from {@code first} to {@code last}, both inclusive, in order and without gaps, holding only a
     * bounded number of them at a time.
     *
     * @throws LogUnreadable if the log does not give one of them; what was given before stays given
     * @throws IOException if the sink throws it
     */
    void read(long first, long last, Sink sink) throws IOException;

    /** Takes the events. */
    @FunctionalInterface
    interface Sink {
        void accept(LoggedEvent event) throws IOException;
    }
}
