package io.devicetrail.audit.verify;

import io.devicetrail.audit.verify.Verdict.Attested;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Counts all and tells all, keeps the first. */
final class Findings {
    private final List<Finding> kept = new ArrayList<>();
    private final Consumer<Finding> listener;
    private final List<Attested> attested = new ArrayList<>();
    private long found;

    /** @param listener hears of each as soon as it is found */
    Findings(Consumer<Finding> listener) {
        this.listener = listener;
    }

    void add(Finding finding) {
        found++;
        if (kept.size() < Verdict.MOST_KEPT) {
            kept.add(finding);
        }
        listener.accept(finding);
    }

    void add(long index, String what) {
        add(new Finding(index, what));
    }

    void add(String what) {
        add(Finding.NOT_OF_AN_EVENT, what);
    }

    /** How many by now. */
    long found() {
        return found;
    }

    void attested(Attested by) {
        attested.add(by);
    }

    Verdict verdict(String origin, long size, boolean compared, long beyond) {
        return new Verdict(
                origin,
                size,
                compared,
                beyond,
                found,
                kept.stream().sorted(Comparator.comparingLong(Finding::index)).toList(),
                List.copyOf(attested));
    }
}
