package io.devicetrail.audit.trail;

import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** The audit trail of a part of the log. */
@Component
public final class AuditTrail {
    /** How many events are read between two reports of progress. */
    static final int EVENTS_PER_REPORT = 10_000;

    private final LogReader log;

    public AuditTrail(LogReader log) {
        this.log = log;
    }

    /** Index of the newest event; -1 while the log is empty. */
    public long head() throws LogUnreadable {
        return log.head();
    }

    /** Whether there is, or ever was, such a tenant: a trail without entries says nothing about that. */
    public boolean knows(TenantId tenant) throws LogUnreadable {
        return log.knows(tenant);
    }

    /**
     * Gives the entries of all events that the filter admits, in log order. The whole range is read, as times of
     * recording may step back when a server's clock is set.
     *
     * @param head the log as it was when this was its newest event; later events are not read
     */
    public void read(TrailFilter filter, long head, Sink sink, Progress progress) throws IOException {
        events(
                filter,
                head,
                event -> {
                    for (AuditEntry entry : AuditEntry.of(event)) {
                        sink.accept(entry);
                    }
                },
                progress);
    }

    /** Gives the events themselves, as {@link #read} does their entries. */
    public void events(TrailFilter filter, long head, LogReader.Sink sink, Progress progress) throws IOException {
        long lowest = filter.lowest();
        long highest = filter.highest(head);
        log.read(lowest, highest, event -> {
            if (filter.admits(event)) {
                sink.accept(event);
            }
            if (event.index() == highest || (event.index() - lowest + 1) % EVENTS_PER_REPORT == 0) {
                progress.read(event.index() - lowest + 1, highest - lowest + 1);
            }
        });
    }

    /** Takes the entries. */
    @FunctionalInterface
    public interface Sink {
        void accept(AuditEntry entry) throws IOException;
    }

    /** Is told how far the reading has come. */
    @FunctionalInterface
    public interface Progress {
        Progress NONE = (read, of) -> {};

        void read(long events, long of);
    }
}
