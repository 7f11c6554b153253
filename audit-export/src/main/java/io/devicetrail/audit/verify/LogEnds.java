package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import java.io.IOException;

/** What the log holds before its first event and behind the checkpoint, where no comparison with the ledger comes. */
final class LogEnds {
    /** Named one by one. */
    private static final int MOST_NAMED = 100;

    private final EntrySource log;
    private final Findings findings;

    LogEnds(EntrySource log, Findings findings) {
        this.log = log;
        this.findings = findings;
    }

    /**
     * @param size events under the checkpoint
     * @return how many the log has behind them, at most {@link Verdict#MOST_COUNTED}
     */
    long check(long size) throws IOException {
        unlessUnreadable(
                "before event 0",
                () -> log.read(Long.MIN_VALUE, MOST_NAMED, row -> {
                    if (row.index() < 0) {
                        findings.add("the log holds a row at index " + row.index() + ", where no event can be");
                    }
                }));
        long[] next = {size};
        unlessUnreadable(
                "behind event " + (size - 1),
                () -> log.read(size, Verdict.MOST_COUNTED, row -> {
                    if (row.index() != next[0]) {
                        findings.add(next[0], "the log goes on with event " + row.index());
                        // Once is enough: what comes behind a gap is no more in its place either.
                        next[0] = row.index();
                    }
                    next[0]++;
                }));
        return next[0] - size;
    }

    /** A log that is away ends the check; a row with an emptied column does not. */
    private void unlessUnreadable(String where, Reading reading) throws IOException {
        try {
            reading.run();
        } catch (RuntimeException e) {
            findings.add("a row of the log " + where + " cannot be read: " + e);
        }
    }

    private interface Reading {
        void run() throws IOException;
    }
}
