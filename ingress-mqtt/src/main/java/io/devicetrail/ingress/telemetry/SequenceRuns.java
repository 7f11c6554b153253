package io.devicetrail.ingress.telemetry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The missing numbers of one stream as runs. Whatever the order in which numbers arrive, the runs are exactly the
 * numbers from 0 to the highest seen that have not arrived.
 */
public final class SequenceRuns {
    private SequenceRuns() {}

    /** Missing numbers, both ends inclusive. */
    public record Run(long from, long to) {}

    /** What must change: runs are taken out by their {@code from} and put in whole. */
    public record Change(List<Run> closed, List<Run> opened) {}

    /**
     * @param highest the highest number before, -1 if there was none
     * @param missing the runs before, at least those that hold one of {@code arrived}
     * @param arrived numbers stored for the first time
     */
    public static Change after(long highest, Collection<Run> missing, SortedSet<Long> arrived) {
        NavigableMap<Long, Run> runs = new TreeMap<>();
        missing.forEach(run -> runs.put(run.from(), run));
        Map<Long, Run> before = Map.copyOf(runs);
        long top = highest;
        for (long number : arrived) {
            if (number > top) {
                if (number > top + 1) {
                    runs.put(top + 1, new Run(top + 1, number - 1));
                }
                top = number;
            } else {
                fill(runs, number);
            }
        }
        List<Run> closed = before.values().stream()
                .filter(run -> !run.equals(runs.get(run.from())))
                .toList();
        List<Run> opened = new ArrayList<>(runs.values());
        opened.removeAll(before.values());
        return new Change(closed, opened);
    }

    private static void fill(NavigableMap<Long, Run> runs, long number) {
        Map.Entry<Long, Run> entry = runs.floorEntry(number);
        if (entry == null || entry.getValue().to() < number) {
            return;
        }
        Run run = entry.getValue();
        runs.remove(run.from());
        if (run.from() < number) {
            runs.put(run.from(), new Run(run.from(), number - 1));
        }
        if (number < run.to()) {
            runs.put(number + 1, new Run(number + 1, run.to()));
        }
    }
}
