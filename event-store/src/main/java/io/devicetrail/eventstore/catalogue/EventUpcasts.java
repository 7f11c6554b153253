package io.devicetrail.eventstore.catalogue;

import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.Upcast;
import io.devicetrail.domain.catalogue.Upcasts;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Takes stored events of old revisions through the catalogue's {@link Upcasts}, step by step, as they are read. */
public final class EventUpcasts implements EventUpcaster {
    private static final TypeReference<Map<String, Object>> PAYLOAD = new TypeReference<>() {};
    /** Numbers keep every digit they were stored with. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Override
    public Stream<IntermediateEventRepresentation> upcast(Stream<IntermediateEventRepresentation> events) {
        return events.map(EventUpcasts::toToday);
    }

    private static IntermediateEventRepresentation toToday(IntermediateEventRepresentation stored) {
        IntermediateEventRepresentation event = stored;
        Optional<Upcast> step = after(event.getType());
        while (step.isPresent()) {
            Upcast next = step.get();
            event = event.upcastPayload(
                    new SimpleSerializedType(next.name(), String.valueOf(next.from() + 1)),
                    byte[].class,
                    payload -> JSON.writeValueAsBytes(next.change().apply(JSON.readValue(payload, PAYLOAD))));
            step = after(event.getType());
        }
        return event;
    }

    /** Snapshots pass here too: their names are not in the catalogue, and their revisions are no numbers. */
    private static Optional<Upcast> after(SerializedType type) {
        return EventCatalogue.named(type.getName()).isEmpty()
                ? Optional.empty()
                : Upcasts.from(type.getName(), Integer.parseInt(type.getRevision()));
    }
}
