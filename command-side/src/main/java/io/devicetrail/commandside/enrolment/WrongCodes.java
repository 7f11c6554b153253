package io.devicetrail.commandside.enrolment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** How many wrong codes each has shown lately; by each node for itself. */
@Component
class WrongCodes {
    /** Wrong codes of one person or machine in a minute; then they wait for the next one. */
    static final int MOST_PER_MINUTE = 5;
    /** People of whom it is kept; of who was wrong longest ago it is forgotten. */
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

    private record Minute(long begun, int wrong) {}

    @Autowired
    WrongCodes() {
        this(System::nanoTime);
    }

    WrongCodes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized boolean tooMany(String who) {
        Minute minute = minutes.get(who);
        return minute != null && minute.wrong() >= MOST_PER_MINUTE && nanos.getAsLong() - minute.begun() < MINUTE;
    }

    synchronized void add(String who) {
        long now = nanos.getAsLong();
        Minute minute = minutes.get(who);
        minutes.put(
                who,
                minute == null || now - minute.begun() >= MINUTE
                        ? new Minute(now, 1)
                        : new Minute(minute.begun(), minute.wrong() + 1));
    }
}
