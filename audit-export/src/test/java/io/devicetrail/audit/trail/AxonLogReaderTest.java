package io.devicetrail.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against Axon's own event store and in-memory engine: the stream is the one that PostgreSQL's engine feeds too. */
class AxonLogReaderTest {
    private static final TenantId TENANT = new TenantId("acme");

    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final AxonLogReader reader = new AxonLogReader(store);

    @AfterEach
    void shutDown() {
        store.shutDown();
    }

    @Test
    void anEmptyLogHasNoHeadAndNothingToRead() throws IOException {
        assertThat(reader.head()).isEqualTo(-1);
        assertThat(read(0, reader.head())).isEmpty();
    }

    @Test
    void eventsComeInOrderFromTheFirstToTheLastAsked() throws IOException {
        EveryEvent.of(TENANT).forEach(this::append);
        long head = reader.head();
        append(EveryEvent.of(TENANT).getFirst());

        assertThat(head).isEqualTo(EveryEvent.of(TENANT).size() - 1L);
        assertThat(read(0, head)).extracting(LoggedEvent::payload).isEqualTo(EveryEvent.of(TENANT));
        assertThat(read(3, 5)).extracting(LoggedEvent::index).containsExactly(3L, 4L, 5L);
        assertThat(read(3, 3))
                .extracting(LoggedEvent::name)
                .containsExactly("devicemodel.DeviceModelVersionDeprecated");
        assertThat(read(0, 0).getFirst().metadata()).containsEntry(Metadata.TENANT, "acme");
    }

    @Test
    void aTenantIsKnownFromItsCreationOn() throws IOException {
        assertThat(reader.knows(TENANT)).isFalse();
        store.publish(new GenericDomainEventMessage<>(
                "Tenant", TENANT.value(), 0, EveryEvent.of(TENANT).getFirst()));

        assertThat(reader.knows(TENANT)).isTrue();
        assertThat(reader.knows(new TenantId("acm"))).isFalse();
        assertThat(reader.knows(TenantId.INSTALLATION)).as("was always there").isTrue();
    }

    @Test
    void anEventThatTheCatalogueDoesNotKnowStopsTheReading() {
        append("no event of ours");

        assertThatThrownBy(() -> read(0, 0))
                .isInstanceOf(LogUnreadable.class)
                .hasMessageContaining("event 0 is not in the catalogue");
    }

    @Test
    @Requirement("11.10(a)")
    void aGapStopsTheReading() {
        InMemoryEventStorageEngine late = new InMemoryEventStorageEngine(7);
        EmbeddedEventStore gapped =
                EmbeddedEventStore.builder().storageEngine(late).build();
        try {
            gapped.publish(message(EveryEvent.of(TENANT).getFirst()));

            assertThatThrownBy(() -> new AxonLogReader(gapped).read(0, 7, event -> {}))
                    .isInstanceOf(LogUnreadable.class)
                    .hasMessage("the log gave event 7 where event 0 was due");
        } finally {
            gapped.shutDown();
        }
    }

    private void append(Object payload) {
        store.publish(message(payload));
    }

    private static EventMessage<?> message(Object payload) {
        return new GenericEventMessage<>(payload, Map.of(Metadata.TENANT, TENANT.value()));
    }

    private List<LoggedEvent> read(long first, long last) throws IOException {
        List<LoggedEvent> events = new ArrayList<>();
        reader.read(first, last, events::add);
        return events;
    }
}
