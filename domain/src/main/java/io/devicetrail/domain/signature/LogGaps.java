package io.devicetrail.domain.signature;

import java.util.ArrayList;
import java.util.List;

/** Finds what is missing of a log, which has every index once. */
final class LogGaps {
    private final List<LogGap> gaps = new ArrayList<>();
    /** Up to here all is read or told as missing. Not the one after it: there is none after the very last index. */
    private long last;

    /** @param first index that the log begins with */
    LogGaps(long first) {
        this.last = first - 1;
    }

    /** The next event, in order. */
    void read(long index) {
        until(index - 1);
        last = Math.max(last, index);
    }

    /** @param index up to which events must have come */
    void until(long index) {
        if (last < index) {
            if (gaps.size() < SignatureCheck.MOST_GAPS) {
                gaps.add(new LogGap(last + 1, index));
            }
            last = index;
        }
    }

    List<LogGap> found() {
        return List.copyOf(gaps);
    }
}
