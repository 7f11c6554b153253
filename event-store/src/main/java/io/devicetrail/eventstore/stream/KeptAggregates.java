package io.devicetrail.eventstore.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventsourcing.AggregateCacheEntry;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates of the last commands, for those that are large: one is not built anew from its snapshot and events for each
 * decision. What other nodes have stored since is read from the log each time, so that an aggregate from here decides by
 * the same events as one that was loaded.
 *
 * <p>Axon takes an aggregate out under the lock that it has on it until the end of the unit of work, puts it in before the
 * commit, and removes it where the unit of work is rolled back. So none is here whose last events may not be stored, unless
 * the log itself has lost them.
 */
public final class KeptAggregates implements Cache {
    private final EventStore store;
    private final BooleanSupplier logFellBack;
    private final Map<Object, AggregateCacheEntry<?>> entries;

    /**
     * @param logFellBack whether the log lacks events that it had: none is kept then, since what they were made of may be gone
     * @param most aggregates in memory; of more, the one that was asked for longest ago is given up
     */
    public KeptAggregates(EventStore store, BooleanSupplier logFellBack, int most) {
        this.store = store;
        this.logFellBack = logFellBack;
        this.entries = new LinkedHashMap<>(most, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, AggregateCacheEntry<?>> eldest) {
                return size() > most;
            }
        };
    }

    /** With all of the log; null if it is not here, or cannot be brought there. */
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <K, V> @Nullable V get(K key) {
        if (logFellBack.getAsBoolean()) {
            removeAll();
            return null;
        }
        AggregateCacheEntry<?> entry = entry(key);
        if (entry == null) {
            return null;
        }
        try {
            catchUp(key.toString(), live(entry));
        } catch (RuntimeException | Error halfWay) {
            remove(key);
            throw halfWay;
        }
        return (V) entry;
    }

    private void catchUp(String id, EventSourcedAggregate<?> aggregate) {
        DomainEventStream newer = store.readEvents(id, aggregate.version() + 1);
        if (newer.hasNext()) {
            aggregate.initializeState(newer);
        }
    }

    /** The entry has the aggregate itself, and asks for none of these unless it came from elsewhere. */
    @SuppressWarnings("NullAway")
    private static EventSourcedAggregate<?> live(AggregateCacheEntry<?> entry) {
        return entry.recreateAggregate(null, null, null, null);
    }

    private synchronized @Nullable AggregateCacheEntry<?> entry(Object key) {
        return entries.get(key);
    }

    @Override
    public synchronized void put(Object key, Object value) {
        entries.put(key, (AggregateCacheEntry<?>) value);
    }

    @Override
    public synchronized boolean putIfAbsent(Object key, Object value) {
        return entries.putIfAbsent(key, (AggregateCacheEntry<?>) value) == null;
    }

    @Override
    public synchronized boolean remove(Object key) {
        return entries.remove(key) != null;
    }

    @Override
    public synchronized void removeAll() {
        entries.clear();
    }

    @Override
    public synchronized boolean containsKey(Object key) {
        return entries.containsKey(key);
    }

    /** Nobody is told: there is nothing to tell that the log does not say. */
    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        return () -> false;
    }
}
