package io.devicetrail.commandside.authority;

import io.devicetrail.domain.shared.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How often something was denied to each person or machine lately: so many in a minute get an entry, the rest is counted. */
final class DenialCounts {
    /** Denials of one person in a minute that become events of their own. */
    static final int MOST_PER_MINUTE = 30;
    /** People whose denials are counted at once; of those who were denied longest ago the count is forgotten. */
    static final int MOST_PEOPLE = 10_000;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final Map<String, Minute> minutes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Minute> eldest) {
            return size() > MOST_PEOPLE;
        }
    };

    DenialCounts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What was denied. */
    record Denial(Caller caller, String operation, String where) {}

    /** The last one that got no entry of its own, and how many before it got none either. */
    record Rest(Denial last, int before) {}

    private static final class Minute {
        private long begun;
        private int recorded;
        private int unrecorded;
        private @Nullable Denial last;
    }

    /** How many went unrecorded before this one; negative if this one does as well. */
    synchronized int admitted(Denial denial) {
        Minute minute = minutes.computeIfAbsent(denial.caller().actorId(), key -> new Minute());
        long now = nanos.getAsLong();
        if (minute.recorded == 0 || now - minute.begun >= MINUTE) {
            minute.begun = now;
            minute.recorded = 0;
        }
        if (minute.recorded == MOST_PER_MINUTE) {
            minute.unrecorded++;
            minute.last = denial;
            return -1;
        }
        minute.recorded++;
        int before = minute.unrecorded;
        minute.unrecorded = 0;
        minute.last = null;
        return before;
    }

    /** What did not get into the log is told by the next one that does. */
    synchronized void restore(Denial denial, int lost) {
        Minute minute = minutes.computeIfAbsent(denial.caller().actorId(), key -> new Minute());
        minute.unrecorded += lost;
        minute.last = denial;
    }

    /**
     * Takes what nobody's next denial has told: else the end of a series would never be on record.
     *
     * @param all also of a minute that goes on
     */
    synchronized List<Rest> untold(boolean all) {
        long now = nanos.getAsLong();
        List<Rest> untold = new ArrayList<>();
        for (Minute minute : minutes.values()) {
            Denial last = minute.last;
            if (last != null && minute.unrecorded > 0 && (all || now - minute.begun >= MINUTE)) {
                untold.add(new Rest(last, minute.unrecorded - 1));
                minute.unrecorded = 0;
                minute.last = null;
                minute.begun = now;
                minute.recorded = 1;
            }
        }
        return untold;
    }
}
