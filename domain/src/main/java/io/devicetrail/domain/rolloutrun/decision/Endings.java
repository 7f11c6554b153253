package io.devicetrail.domain.rolloutrun.decision;

import java.util.Arrays;

/**
 * The places of devices in the order in which they came to verify or to fail. Only added to: a device that does so again, after
 * a retry or as it fell back, is there again, and its last entry counts. That is a few times in each of the few rounds.
 */
final class Endings {
    private int[] places = new int[0];
    private int count;

    Endings copy() {
        Endings copy = new Endings();
        copy.places = places.clone();
        copy.count = count;
        return copy;
    }

    void add(int place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, Math.max(16, count * 2));
        }
        places[count++] = place;
    }

    int count() {
        return count;
    }

    int place(int number) {
        return places[number];
    }
}
