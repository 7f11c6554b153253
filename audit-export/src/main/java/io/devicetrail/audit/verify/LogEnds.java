package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.UnreadableRow;
import java.io.IOException;

/** What the log holds before its first event and behind the checkpoint, where no comparison with the ledger comes. */
final class LogEnds {
    /** Named one by one, each by a question of its own to the database. */
    private static final int MOST_NAMED = 10_000;

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
        beforeTheFirst();
        long[] next = {size};
        long[] rows = {0};
        boolean[] unreadable = {false};
        ReadableRows.read(
                log,
                size,
                Verdict.MOST_COUNTED,
                row -> {
                    if (row.index() == next[0] - 1 && rows[0] > 0) {
                        findings.add(row.index(), "it is there twice in the log");
                    } else if (row.index() != next[0]) {
                        findings.add(next[0], "the log goes on with event " + row.index());
                    }
                    // A gap is named once: what comes behind it is not in its place either.
                    next[0] = row.index() + 1;
                    rows[0]++;
                },
                (index, why) -> {
                    // The first is: where the log ends, of which no index can be read, nobody knows.
                    if (!unreadable[0]) {
                        findings.add(index, "its row in the log cannot be read: " + why);
                    }
                    unreadable[0] = true;
                    next[0] = Math.max(next[0], index + 1);
                });
        return rows[0];
    }

    /** One by one, so that no event is read: one that cannot be is named at its own index. */
    private void beforeTheFirst() throws IOException {
        long[] next = {Long.MIN_VALUE};
        for (int named = 0; next[0] < 0; named++) {
            if (named == MOST_NAMED) {
                findings.add("the log may hold more rows before its first event, from index " + next[0] + " on");
                return;
            }
            long from = next[0];
            next[0] = 0;
            try {
                log.read(from, 1, row -> {
                    if (row.index() < 0) {
                        findings.add("the log holds a row at index " + row.index() + ", where no event can be");
                        next[0] = row.index() + 1;
                    }
                });
            } catch (RuntimeException e) {
                // Event 0, which has its finding as well, or a row before it, which has none but this.
                findings.add("the first row of the log cannot be read: " + UnreadableRow.why(e));
            }
        }
    }
}
