package io.devicetrail.domain.rolloutrun;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Whose turn it is in the order of the offers: of a number of devices from the first on, whichever number, each stratum has its
 * share of the cohort, rounded down or up. So wherever a wave ends, it has.
 *
 * <p>Reckoned from the last turn to the first. A stratum of s of n devices that has t turns is due where t·n/s turns are
 * taken, and overdue after the turn ⌈(t+1)·n/s⌉; of those that are due the one with the nearest end takes the turn. Each stratum
 * is so in time: turns are work of unit length with a release and a deadline, the shares add up to one, and for that the
 * earliest deadline first misses none. From the last on, so that what is rounded favours the small: a rare kind is in
 * the first wave, as far as that has room for it, and not in the last.
 */
final class SpreadOrder {
    /** Of two with the same end, the one that is later in an order that no name decides has the later turn. */
    private static final Comparator<Part> NEAREST_END =
            Comparator.comparingLong(Part::until).thenComparing(Part::key, Comparator.reverseOrder());

    private SpreadOrder() {}

    /**
     * The stratum of each turn.
     *
     * @param strata of the devices, in any order
     * @param cohortHash decides between equals, as the seed must not: then the number of devices of a stratum in each wave is
     *     known before there is a seed
     */
    static List<Stratum> turns(List<Stratum> strata, String cohortHash) {
        int all = strata.size();
        PriorityQueue<Part> later =
                new PriorityQueue<>(Comparator.comparingLong(Part::from).thenComparing(Part::key));
        Map<Stratum, Integer> sizes = new HashMap<>();
        strata.forEach(stratum -> sizes.merge(stratum, 1, Integer::sum));
        sizes.forEach((stratum, size) ->
                later.add(new Part(stratum, size, all, FrozenCohort.key(cohortHash, stratum.text()))));
        PriorityQueue<Part> due = new PriorityQueue<>(NEAREST_END);
        List<Stratum> turns = new ArrayList<>(all);
        for (int taken = 0; taken < all; taken++) {
            for (Part part = later.peek(); part != null && part.from() <= taken; part = later.peek()) {
                due.add(later.remove());
            }
            Part next = due.remove();
            turns.add(next.stratum);
            if (next.take()) {
                later.add(next);
            }
        }
        Collections.reverse(turns);
        return turns;
    }

    /** Altered only while it is in no queue. */
    private static final class Part {
        private final Stratum stratum;
        private final long size;
        private final long all;
        private final String key;
        private long taken;

        Part(Stratum stratum, int size, int all, String key) {
            this.stratum = stratum;
            this.size = size;
            this.all = all;
            this.key = key;
        }

        String key() {
            return key;
        }

        /** How many turns have to be taken before it may take one. */
        long from() {
            return taken * all / size;
        }

        /** The last turn that is not too late for it, from 1. */
        long until() {
            return Math.ceilDiv((taken + 1) * all, size);
        }

        /** Whether another is to come. */
        boolean take() {
            taken++;
            return taken < size;
        }
    }
}
