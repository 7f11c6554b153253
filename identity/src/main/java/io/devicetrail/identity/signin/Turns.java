package io.devicetrail.identity.signin;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Few attempts at once, and of one address fewer: whoever fills theirs does not keep the others out. Behind a proxy all
 * have one address, and share what it may have.
 */
final class Turns {
    /** Attempts at once: each holds a connection, and the log takes another. */
    static final int AT_ONCE = 6;
    /** Of one address; the others of it wait for these, and for no others' turn. */
    static final int AT_ONCE_EACH = 3;
    /** Addresses that have a turn or wait for one. */
    static final int MOST_ADDRESSES = 1_000;
    /** Longest wait for a turn. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Duration patience;
    private final Semaphore all = new Semaphore(AT_ONCE, true);
    private final Map<String, Place> places = new HashMap<>();

    Turns(Duration patience) {
        this.patience = patience;
    }

    private static final class Place {
        private final Semaphore turns = new Semaphore(AT_ONCE_EACH, true);
        private int wanted;
    }

    /** One attempt's turn; closed when it is over. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for a turn; null if there was none within the time that one waits for it. */
    @Nullable Turn take(String address) {
        Place place = wanted(address);
        if (place == null) {
            return null;
        }
        boolean own = false;
        boolean taken = false;
        try {
            own = place.turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            taken = own && all.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            if (!taken) {
                leave(address, place, own);
            }
        }
        if (!taken) {
            return null;
        }
        return () -> {
            all.release();
            leave(address, place, true);
        };
    }

    private synchronized @Nullable Place wanted(String address) {
        Place place = places.get(address);
        if (place == null) {
            if (places.size() >= MOST_ADDRESSES) {
                return null;
            }
            place = new Place();
            places.put(address, place);
        }
        place.wanted++;
        return place;
    }

    private synchronized void leave(String address, Place place, boolean own) {
        if (own) {
            place.turns.release();
        }
        place.wanted--;
        if (place.wanted == 0) {
            places.remove(address);
        }
    }
}
