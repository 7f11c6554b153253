package io.devicetrail.audit.verify;

import io.devicetrail.audit.verify.Verdict.Attested;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Counts all, keeps the first. */
final class Findings {
    private static final int KEPT = 100;

    private final List<Finding> kept = new ArrayList<>();
    private final Consumer<Finding> listener;
    private final List<Attested> attested = new ArrayList<>();
    private long found;

    Findings() {
        this(finding -> {});
    }

    /** @param listener hears of each that is kept, as soon as it is found */
    Findings(Consumer<Finding> listener) {
        this.listener = listener;
    }

    void add(long index, String what) {
        found++;
        if (kept.size() < KEPT) {
            Finding finding = new Finding(index, what);
            kept.add(finding);
            listener.accept(finding);
        }
    }

    void add(String what) {
        add(Finding.NOT_OF_AN_EVENT, what);
    }

    void attested(Attested by) {
        attested.add(by);
    }

    void addAll(Findings others) {
        others.kept.forEach(finding -> add(finding.index(), finding.what()));
        found += others.found - others.kept.size();
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
