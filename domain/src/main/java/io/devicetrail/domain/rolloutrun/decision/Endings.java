package io.devicetrail.domain.rolloutrun.decision;

/**
 * The devices of each wave that verified or failed, as they stand now, in the order in which they came to stand so. Each is
 * there once, linked to its neighbours: what asks for the last of a wave passes by those alone, however many devices there
 * are and however often they ended. Devices are told by their places, which are counted from 1 here, as 0 is none.
 */
final class Endings {
    /** Beside each wave its last device. */
    private int[] last = new int[0];
    /** Beside each device who ended before it in its wave. */
    private int[] before = new int[0];
    /** Beside each device who ended after it in its wave. */
    private int[] after = new int[0];

    Endings copy() {
        Endings copy = new Endings();
        copy.last = last.clone();
        copy.before = before.clone();
        copy.after = after.clone();
        return copy;
    }

    /** With nobody in it. */
    void begin(int waves, int devices) {
        last = new int[waves];
        before = new int[devices];
        after = new int[devices];
    }

    /** The last of a wave; negative if there is none. */
    int last(int wave) {
        return last[wave - 1] - 1;
    }

    /** Who ended before that one in its wave; negative if there is none. */
    int before(int place) {
        return before[place] - 1;
    }

    /** As the last of its wave, in which it is not. */
    void add(int wave, int place) {
        int former = last[wave - 1];
        before[place] = former;
        if (former > 0) {
            after[former - 1] = place + 1;
        }
        last[wave - 1] = place + 1;
    }

    /** Of the wave in which it is. */
    void remove(int wave, int place) {
        int earlier = before[place];
        int later = after[place];
        if (earlier > 0) {
            after[earlier - 1] = later;
        }
        if (later > 0) {
            before[later - 1] = earlier;
        } else {
            last[wave - 1] = earlier;
        }
        before[place] = 0;
        after[place] = 0;
    }
}
