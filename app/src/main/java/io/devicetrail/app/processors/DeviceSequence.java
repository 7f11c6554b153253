package io.devicetrail.app.processors;

import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.device.DeviceId;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.jspecify.annotations.Nullable;

/**
 * A device's row is written by its own events and by those of its connectivity: both in one segment, in their order. It
 * goes by the names of the streams alone, so an event whose content cannot be read falls where its stream does.
 */
public final class DeviceSequence implements SequencingPolicy<EventMessage<?>> {
    private static final String DEVICE = "device.";

    @Override
    public @Nullable Object getSequenceIdentifierFor(EventMessage<?> event) {
        return event instanceof DomainEventMessage<?> of && "device".equals(of.getType())
                ? ConnectivityId.of(DeviceId.parse(of.getAggregateIdentifier())).toString()
                : SequentialPerAggregatePolicy.instance().getSequenceIdentifierFor(event);
    }
}
