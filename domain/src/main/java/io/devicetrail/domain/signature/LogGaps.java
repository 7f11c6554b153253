package io.devicetrail.domain.signature;

import java.util.ArrayList;
import java.util.List;

/** Finds what is missing of a log, which has every index once. */
final class LogGaps {
    private final List<LogGap> gaps = new ArrayList<>();
    private long next;

    /** @param first index that the log begins with */
    LogGaps(long first) {
        this.next = first;
    }

    /** The next event, in order. */
    void read(long index) {
        until(index - 1);
        next = Math.max(next, index + 1);
    }

    /** @param index up to which events must have come */
    void until(long index) {
        if (next <= index) {
            if (gaps.size() < SignatureCheck.MOST_GAPS) {
                gaps.add(new LogGap(next, index));
            }
            next = index + 1;
        }
    }

    List<LogGap> found() {
        return List.copyOf(gaps);
    }
}
