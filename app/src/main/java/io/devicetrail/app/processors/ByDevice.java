package io.devicetrail.app.processors;

import io.devicetrail.domain.command.CommandEvent;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.jspecify.annotations.Nullable;

/** What is sent to one device is sent in the order of the log; different devices need not wait for each other. */
public final class ByDevice implements SequencingPolicy<EventMessage<?>> {
    @Override
    public @Nullable Object getSequenceIdentifierFor(EventMessage<?> event) {
        return event.getPayload() instanceof CommandEvent command ? command.device() : null;
    }
}
