package io.devicetrail.eventstore.snapshot;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import org.axonframework.common.annotation.AnnotationUtils;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.json.JsonMapper;

/** Writes aggregates as JSON of their fields, under their class names and {@link CodeRevision}. */
public final class SnapshotSerializer {
    private SnapshotSerializer() {}

    public static Serializer create() {
        return Jackson3Serializer.builder()
                .revisionResolver(new CodeRevision())
                .jsonMapperBuilderCustomizer(SnapshotSerializer::configure)
                .build();
    }

    private static void configure(JsonMapper.Builder mapper) {
        EventSerializer.configure(mapper);
        mapper.changeDefaultVisibility(visibility -> visibility
                .withFieldVisibility(Visibility.ANY)
                .withGetterVisibility(Visibility.NONE)
                .withIsGetterVisibility(Visibility.NONE)
                .withSetterVisibility(Visibility.NONE));
    }

    /** Whether today's code of such an aggregate made it; anything else is as if it were not there. */
    static boolean current(Serializer serializer, DomainEventData<?> snapshot) {
        SerializedType type = snapshot.getPayload().getType();
        try {
            Class<?> aggregate = Class.forName(type.getName());
            return AnnotationUtils.findAnnotationAttribute(aggregate, AggregateRoot.class, "type")
                            .filter(snapshot.getType()::equals)
                            .isPresent()
                    && serializer.typeForClass(aggregate).getRevision().equals(type.getRevision());
        } catch (ClassNotFoundException gone) {
            return false;
        }
    }
}
