package io.devicetrail.eventstore.catalogue;

import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events as JSON under their catalogued names. A class that is not in the catalogue cannot be written, a name
 * that is not in it cannot be read: both are errors, never a silent skip.
 */
public final class EventSerializer extends Jackson3Serializer {
    private EventSerializer(Builder builder) {
        super(builder);
    }

    public static EventSerializer create() {
        Builder builder = Jackson3Serializer.builder().jsonMapperBuilderCustomizer(EventSerializer::configure);
        return new EventSerializer(builder);
    }

    /** The JSON of stored events: keys in order, times as ISO 8601, nothing unknown accepted. */
    public static void configure(JsonMapper.Builder mapper) {
        mapper.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    @Override
    public SerializedType typeForClass(Class type) {
        if (type == null || MetaData.class.isAssignableFrom(type) || type == Void.class) {
            return super.typeForClass(type);
        }
        StoredEvent stored = EventCatalogue.of(type)
                .orElseThrow(() -> new UncataloguedEventException(type.getName() + " is not in the event catalogue"));
        return new SimpleSerializedType(stored.name(), String.valueOf(stored.revision()));
    }

    @Override
    protected String resolveClassName(SerializedType type) {
        String name = type.getName();
        if (name.equals(MetaData.class.getName())) {
            return name;
        }
        return EventCatalogue.named(name)
                .map(stored -> stored.type().getName())
                .orElseThrow(() -> new UncataloguedEventException(
                        "The log holds " + name + ", which this version's event catalogue does not know"));
    }
}
