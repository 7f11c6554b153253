package io.devicetrail.eventstore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogFellBackException;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.monitoring.NoOpMessageMonitor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptAggregatesTest {
    private static final DeviceId PUMP = DeviceId.of(TenantId.of("acme"), "Sick", "4711");
    private static final DeviceId VALVE = DeviceId.of(TenantId.of("acme"), "Sick", "4712");

    private final LogDatabase database = new LogDatabase();
    private final Node here = new Node(2);
    private final Node there = new Node(2);

    @AfterEach
    void close() {
        here.close();
        there.close();
        database.close();
    }

    @Test
    void theNextCommandHasTheSameAggregate() {
        here.register(PUMP);
        here.tag(PUMP, "a");
        Tagged first = here.root(PUMP);
        here.tag(PUMP, "b");

        assertThat(here.root(PUMP)).isSameAs(first);
        assertThat(first.values).containsExactly("new", "a", "b");
    }

    @Test
    void whatAnotherNodeStoredSinceIsReadFirst() {
        here.register(PUMP);
        Tagged kept = here.root(PUMP);
        there.tag(PUMP, "a");
        there.tag(PUMP, "b");

        assertThat(here.root(PUMP)).isSameAs(kept);
        assertThat(kept.values).containsExactly("new", "a", "b");

        here.tag(PUMP, "c");
        assertThat(there.root(PUMP).values).containsExactly("new", "a", "b", "c");
    }

    @Test
    void whatWasRolledBackIsForgotten() {
        here.register(PUMP);
        Tagged kept = here.root(PUMP);
        assertThatThrownBy(() -> here.work(PUMP, root -> {
                    root.tag("never");
                    throw new IllegalStateException("thought better of it");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(here.root(PUMP)).isNotSameAs(kept);
        assertThat(here.root(PUMP).values).containsExactly("new");
    }

    @Test
    void whoLosesARaceIsBuiltAnew() {
        here.register(PUMP);
        assertThatThrownBy(() -> here.work(PUMP, root -> {
                    there.tag(PUMP, "first");
                    root.tag("second");
                }))
                .isInstanceOf(ConcurrencyException.class);

        assertThat(here.root(PUMP).values).containsExactly("new", "first");
        here.tag(PUMP, "second");
        assertThat(there.root(PUMP).values).containsExactly("new", "first", "second");
    }

    @Test
    void oneThatCannotBeBroughtToTheEndOfTheLogIsBuiltAnew() {
        here.register(PUMP);
        Tagged kept = here.root(PUMP);
        there.tag(PUMP, Tagged.FAILS_ONCE);
        kept.fails = true;
        assertThatThrownBy(() -> here.root(PUMP)).hasRootCauseMessage("the memory is at fault");

        assertThat(here.root(PUMP)).isNotSameAs(kept);
        assertThat(here.root(PUMP).values).containsExactly("new", Tagged.FAILS_ONCE);
    }

    /** As after a failover to a standby that lacked the newest event. */
    @Test
    void noneIsKeptOnceTheLogWasFoundToLackWhatItHad() throws Exception {
        here.register(PUMP);
        here.tag(PUMP, "lost");
        database.loseAfter(0);
        assertThatThrownBy(() -> here.register(VALVE)).hasRootCauseInstanceOf(LogFellBackException.class);

        assertThat(here.root(PUMP).values).containsExactly("new");
    }

    @Test
    void thoseThatWereNotAskedForLongestAreGivenUp() {
        Node small = new Node(1);
        try {
            small.register(PUMP);
            Tagged first = small.root(PUMP);
            small.register(VALVE);

            assertThat(small.root(PUMP)).isNotSameAs(first);
            assertThat(small.root(PUMP).values).containsExactly("new");
        } finally {
            small.close();
        }
    }

    private final class Node {
        private final LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT);
        private final LogEventStore store = LogEventStore.on(
                PostgresEventStorageEngine.on(
                        writer,
                        new LogReads(database.app()),
                        new Snapshots(database.app(), SnapshotSerializer.create()),
                        EventSerializer.create()),
                NoOpMessageMonitor.instance(),
                LogEventStore.POLLING);
        private final CachingEventSourcingRepository<Tagged> repository;

        Node(int most) {
            repository = EventSourcingRepository.builder(Tagged.class)
                    .eventStore(store)
                    .cache(new KeptAggregates(store, writer::fellBack, most))
                    .build();
        }

        void register(DeviceId device) {
            DefaultUnitOfWork.startAndGet(null).execute(() -> {
                try {
                    repository.newInstance(() -> new Tagged(device));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        void tag(DeviceId device, String value) {
            work(device, root -> root.tag(value));
        }

        Tagged root(DeviceId device) {
            AtomicReference<@Nullable Tagged> found = new AtomicReference<>();
            work(device, found::set);
            return Objects.requireNonNull(found.get());
        }

        void work(DeviceId device, Consumer<Tagged> decision) {
            DefaultUnitOfWork.startAndGet(null).execute(() -> {
                Aggregate<Tagged> aggregate = repository.load(device.toString());
                aggregate.execute(decision);
            });
        }

        void close() {
            store.shutDown();
            writer.close();
        }
    }

    /** A device, and the values that it was tagged with. */
    static class Tagged {
        static final String FAILS_ONCE = "fails once";

        @AggregateIdentifier
        private @Nullable DeviceId id;

        private final List<String> values = new ArrayList<>();
        private boolean fails;

        Tagged() {}

        Tagged(DeviceId device) {
            apply(new DeviceTagged(device, "n", null, "new"));
        }

        void tag(String value) {
            apply(new DeviceTagged(Objects.requireNonNull(id), "n", null, value));
        }

        @EventSourcingHandler
        void on(DeviceTagged e) {
            id = e.device();
            if (fails) {
                throw new IllegalStateException("the memory is at fault");
            }
            values.add(String.valueOf(e.to()));
        }
    }
}
