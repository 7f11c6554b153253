package io.devicetrail.audit.verify;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts all, keeps the first. */
final class Findings {
    private static final int KEPT = 100;

    private final List<Finding> kept = new ArrayList<>();
    private long found;

    void add(long index, String what) {
        found++;
        if (kept.size() < KEPT) {
            kept.add(new Finding(index, what));
        }
    }

    void add(String what) {
        add(Finding.NOT_OF_AN_EVENT, what);
    }

    void addAll(Findings others) {
        others.kept.forEach(finding -> add(finding.index(), finding.what()));
        found += others.found - others.kept.size();
    }

    Verdict verdict(String origin, long size, boolean compared) {
        return new Verdict(
                origin,
                size,
                compared,
                found,
                kept.stream().sorted(Comparator.comparingLong(Finding::index)).toList());
    }
}
