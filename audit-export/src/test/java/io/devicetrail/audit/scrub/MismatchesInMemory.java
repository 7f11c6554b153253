package io.devicetrail.audit.scrub;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** A log that can be away. Keeps every record it is given, so that a repeated one shows. */
final class MismatchesInMemory implements MismatchLog {
    private final List<Finding> recorded = new ArrayList<>();
    private boolean away;
    private boolean forgets;
    private Predicate<Finding> refuses = finding -> false;
    private int asked;

    synchronized void away(boolean isAway) {
        away = isAway;
    }

    synchronized void refuses(Predicate<Finding> which) {
        refuses = which;
    }

    /** How often it was asked to record one. */
    synchronized int asked() {
        return asked;
    }

    synchronized void forgets(boolean cannotTell) {
        forgets = cannotTell;
    }

    @Override
    public synchronized Collection<Finding> recorded() {
        if (forgets) {
            throw new IllegalStateException("an event that nobody can read");
        }
        return List.copyOf(recorded);
    }

    @Override
    public synchronized void record(Finding finding, long size) throws IOException {
        asked++;
        if (refuses.test(finding)) {
            throw new MismatchRefused("enough for today", new IllegalStateException());
        }
        if (away) {
            throw new IOException("the log is away");
        }
        recorded.add(finding);
    }
}
