package io.devicetrail.eventstore.axonserver;

import com.google.protobuf.ByteString;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.event.Event;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.eventstore.append.EventRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.axonserver.connector.util.GrpcMetaDataConverter;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Serializer;

/**
 * Events as Axon Server keeps them, and back. What is read is the row that the copy holds, so nobody sees an event in
 * two shapes: Axon Server keeps the time to the millisecond and the metadata as a map, so the row has its time from the
 * metadata, where the stamp wrote it to the microsecond, and its metadata as the JSON that our own engine writes.
 */
final class StoredEvents {
    private final Serializer serializer;
    private final GrpcMetaDataConverter metadata;

    StoredEvents(Serializer serializer) {
        this.serializer = serializer;
        this.metadata = new GrpcMetaDataConverter(serializer);
    }

    Event event(EventMessage<?> message) {
        var payload = message.serializePayload(serializer, byte[].class);
        Event.Builder event = Event.newBuilder()
                .setMessageIdentifier(message.getIdentifier())
                .setTimestamp(message.getTimestamp().toEpochMilli())
                .setPayload(SerializedObject.newBuilder()
                        .setType(payload.getType().getName())
                        .setRevision(payload.getType().getRevision())
                        .setData(ByteString.copyFrom(payload.getData())));
        if (message instanceof DomainEventMessage<?> ofAggregate) {
            event.setAggregateType(ofAggregate.getType())
                    .setAggregateIdentifier(ofAggregate.getAggregateIdentifier())
                    .setAggregateSequenceNumber(ofAggregate.getSequenceNumber());
        }
        message.getMetaData().forEach((name, value) -> event.putMetaData(name, metadata.convertToMetaDataValue(value)));
        return event.build();
    }

    /**
     * @return with the ordinal 0: only who copies the events in order knows better
     * @throws ForeignLogException if this product cannot have written it
     */
    EventRow row(Event event) {
        MetaData read = metadata.convert(event.getMetaDataMap());
        boolean ofAggregate = !event.getAggregateIdentifier().isEmpty();
        return new EventRow(
                event.getAggregateType().isEmpty() ? null : event.getAggregateType(),
                ofAggregate ? event.getAggregateIdentifier() : event.getMessageIdentifier(),
                ofAggregate ? event.getAggregateSequenceNumber() : 0,
                event.getMessageIdentifier(),
                commandOf(read, event.getMessageIdentifier()),
                0,
                event.getPayload().getType(),
                revision(event),
                recordedAt(event, read),
                event.getPayload().getData().toByteArray(),
                serializer.serialize(read, byte[].class).getData());
    }

    GenericDomainEventEntry<byte[]> entry(Event event) {
        EventRow row = row(event);
        return new GenericDomainEventEntry<>(
                row.aggregateType(),
                row.aggregateId(),
                row.sequence(),
                row.eventId(),
                // As text: given an Instant, Axon's entry would keep milliseconds only.
                row.recordedAt().toString(),
                row.name(),
                String.valueOf(row.revision()),
                row.payload(),
                row.metadata());
    }

    static String commandOf(MetaData metadata, String eventId) {
        Object command = metadata.get(Metadata.COMMAND_ID);
        return command == null ? eventId : command.toString();
    }

    private static int revision(Event event) {
        try {
            return Integer.parseInt(event.getPayload().getRevision());
        } catch (NumberFormatException e) {
            throw new ForeignLogException("Axon Server holds an event that is not of Devicetrail: "
                    + event.getPayload().getType() + ", revision \""
                    + event.getPayload().getRevision() + "\". Give Devicetrail a context of its own.");
        }
    }

    private static Instant recordedAt(Event event, MetaData metadata) {
        Instant kept = Instant.ofEpochMilli(event.getTimestamp());
        Object stamped = metadata.get(Metadata.RECORDED_AT);
        if (stamped == null) {
            return kept;
        }
        try {
            Instant exact = Instant.parse(stamped.toString());
            return exact.truncatedTo(ChronoUnit.MILLIS).equals(kept) ? exact.truncatedTo(ChronoUnit.MICROS) : kept;
        } catch (DateTimeException e) {
            return kept;
        }
    }
}
