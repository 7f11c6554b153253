package io.devicetrail.commandside.correction;

import io.devicetrail.domain.audittrail.AuditReading;
import io.devicetrail.domain.audittrail.FieldChange;
import io.devicetrail.domain.audittrail.RecordedEntries;
import io.devicetrail.domain.audittrail.RecordedEntry;
import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.LogPlaces;
import io.devicetrail.domain.shared.LogPlaces.LogPlace;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.springframework.stereotype.Component;

/**
 * Reads the one event from the log, and what it says as every audit trail does ({@link AuditReading}): an entry is the
 * same here, in the read model and in a copy.
 */
@Component
class LoggedEntries implements RecordedEntries {
    private final LogPlaces places;
    private final EventStore events;

    LoggedEntries(LogPlaces places, EventStore events) {
        this.places = places;
        this.events = events;
    }

    @Override
    public Optional<RecordedEntry> entry(long index, int ordinal) {
        return places.placeOf(index).map(this::event).flatMap(event -> entry(event, ordinal));
    }

    private DomainEventMessage<?> event(LogPlace place) {
        DomainEventStream stream = events.readEvents(place.stream(), place.sequence());
        if (!stream.hasNext()) {
            throw new IllegalStateException("the log does not give event " + place);
        }
        return stream.next();
    }

    private static Optional<RecordedEntry> entry(DomainEventMessage<?> event, int ordinal) {
        Object payload = event.getPayload();
        List<FieldChange> changes = AuditReading.changesOf(payload);
        if (ordinal < 0 || ordinal >= changes.size()) {
            return Optional.empty();
        }
        MetaData metadata = event.getMetaData();
        Object site = metadata.get(Metadata.SITE);
        ActorType actor = ActorType.valueOf(String.valueOf(metadata.get(Metadata.ACTOR_TYPE)));
        return Optional.of(new RecordedEntry(
                new TenantId(String.valueOf(metadata.get(Metadata.TENANT))),
                site == null ? null : new SiteId(UUID.fromString(site.toString())),
                EventCatalogue.of(payload.getClass()).orElseThrow().name(),
                AuditReading.recordOf(payload),
                changes.get(ordinal),
                RecordedEntry.isCorrectable(payload, actor)));
    }
}
