package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.TrailFilter;

/** All events that a filter makes one look at, whichever it admits; {@code first == end} if there are none. */
record LookedAt(long first, long end) {
    static LookedAt of(TrailFilter filter, long head) {
        long end = filter.highest(head) + 1;
        return new LookedAt(Math.min(filter.lowest(), end), end);
    }
}
