package io.devicetrail.app.processors;

import io.devicetrail.domain.command.CommandEvent;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sent to one device is sent in the order of the log; different devices need not wait for each other. An event whose
 * content cannot be read falls where its stream does: where it belongs is asked before anything can be set aside, and
 * what is thrown here would stop the processor for all devices.
 */
public final class ByDevice implements SequencingPolicy<EventMessage<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(ByDevice.class);

    @Override
    public @Nullable Object getSequenceIdentifierFor(EventMessage<?> event) {
        try {
            if (event.getPayload() instanceof CommandEvent command) {
                return command.device();
            }
        } catch (RuntimeException unreadable) {
            LOG.debug("event {} cannot be read", event.getIdentifier(), unreadable);
        }
        return SequentialPerAggregatePolicy.instance().getSequenceIdentifierFor(event);
    }
}
