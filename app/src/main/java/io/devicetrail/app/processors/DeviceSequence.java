package io.devicetrail.app.processors;

import io.devicetrail.domain.connectivity.ConnectivityEvent;
import io.devicetrail.domain.device.DeviceEvent;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A device's row is written by its own events and by those of its connectivity: both in one segment, in their order. */
public final class DeviceSequence implements SequencingPolicy<EventMessage<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceSequence.class);

    @Override
    public @Nullable Object getSequenceIdentifierFor(EventMessage<?> event) {
        try {
            if (event.getPayload() instanceof DeviceEvent of) {
                return of.device().toString();
            }
            if (event.getPayload() instanceof ConnectivityEvent of) {
                return of.device().toString();
            }
        } catch (RuntimeException e) {
            // It cannot be read: whoever is to apply it will find that out, and set it aside.
            LOG.debug("event {} has no device to go by", event.getIdentifier(), e);
        }
        return SequentialPerAggregatePolicy.instance().getSequenceIdentifierFor(event);
    }
}
