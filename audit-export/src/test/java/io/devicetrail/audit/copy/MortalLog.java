package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.LogReader;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A log whose reader dies at an event, as a process does: nothing of it runs any more. */
final class MortalLog implements LogReader {
    private final LogReader log;
    private final List<Long> beginnings = new ArrayList<>();
    private long lives = Long.MAX_VALUE;

    MortalLog(LogReader log) {
        this.log = log;
    }

    /** It is no exception that anybody catches. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** After so many events more. */
    void dieAfter(long events) {
        lives = events;
        beginnings.clear();
    }

    void live() {
        dieAfter(Long.MAX_VALUE);
    }

    /** With which index each reading began since then. */
    List<Long> beginnings() {
        return List.copyOf(beginnings);
    }

    @Override
    public long head() throws LogUnreadable {
        return log.head();
    }

    @Override
    public boolean knows(TenantId tenant) throws LogUnreadable {
        return log.knows(tenant);
    }

    @Override
    public void read(long first, long last, Sink sink) throws IOException {
        beginnings.add(first);
        log.read(first, last, event -> {
            if (lives-- <= 0) {
                throw new Killed();
            }
            sink.accept(event);
        });
    }
}
