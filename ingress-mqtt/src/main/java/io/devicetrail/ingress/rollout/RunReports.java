package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.RolloutRunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Reports of one run on their way to the log, the oldest first, and when they are tried next: a run that is not taken waits by
 * itself. Of the lane's thread alone.
 */
final class RunReports {
    /** How often reports that wait for their devices' contracts are tried again. */
    private static final Duration RECHECK = Duration.ofMillis(50);

    private final RolloutRunId run;
    private final Duration shortestPause;
    private final Duration longestPause;
    private final List<HeardReport> reports = new ArrayList<>();
    private Duration pause;
    private long next = System.nanoTime();
    private int faults;
    private boolean contractsMissing;

    /** @param shortestPause after the first try that failed; each is twice the one before, up to the longest */
    RunReports(RolloutRunId run, Duration shortestPause, Duration longestPause) {
        this.run = run;
        this.shortestPause = shortestPause;
        this.longestPause = longestPause;
        this.pause = shortestPause;
    }

    RolloutRunId run() {
        return run;
    }

    void add(HeardReport report) {
        reports.add(report);
    }

    int size() {
        return reports.size();
    }

    boolean isEmpty() {
        return reports.isEmpty();
    }

    /** What is settled later is not taken out of this list. */
    List<HeardReport> oldest(int most) {
        return List.copyOf(reports.subList(0, Math.min(most, reports.size())));
    }

    /** Until they are tried next; now if it is not positive. */
    long nanosToGo() {
        return next - System.nanoTime();
    }

    /**
     * They are in the log or in quarantine, and the others keep their places.
     *
     * @param waiting those among them that are not, as their devices' contracts are not at hand yet
     */
    void settled(Collection<HeardReport> tried, Collection<HeardReport> waiting) {
        // A message that came twice is two of them.
        Set<HeardReport> settled = Collections.newSetFromMap(new IdentityHashMap<>());
        settled.addAll(tried);
        waiting.forEach(settled::remove);
        reports.removeIf(settled::contains);
        contractsMissing = contractsMissing || !waiting.isEmpty();
    }

    /** How often in a row they have failed by themselves, this time included. */
    int failedAgain() {
        return ++faults;
    }

    void wentThrough() {
        faults = 0;
        pause = shortestPause;
        next = System.nanoTime() + (contractsMissing ? RECHECK.toNanos() : 0);
        contractsMissing = false;
    }

    void tryLater() {
        next = System.nanoTime() + pause.toNanos();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }

    void giveBack() {
        reports.forEach(report -> report.delivery().giveBack());
    }
}
