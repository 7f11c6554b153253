package io.devicetrail.eventstore.catalogue;

import io.devicetrail.domain.shared.Metadata;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.jspecify.annotations.Nullable;

/**
 * What a message hands on: a command gives its events who asked and why; an event gives the commands it causes what
 * belongs together and what caused it, but never its actor, since a process acts in its own name.
 */
public final class Provenance implements CorrelationDataProvider {
    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        Map<String, @Nullable Object> handedOn = new HashMap<>();
        Map<String, ?> metadata = message.getMetaData();
        Object correlation = metadata.get(Metadata.CORRELATION_ID);
        handedOn.put(Metadata.CORRELATION_ID, correlation == null ? message.getIdentifier() : correlation);
        handedOn.put(Metadata.CAUSATION_ID, message.getIdentifier());
        if (message instanceof CommandMessage<?>) {
            handedOn.put(Metadata.COMMAND_ID, message.getIdentifier());
            for (String name : Metadata.INHERITED) {
                if (metadata.get(name) != null) {
                    handedOn.put(name, metadata.get(name));
                }
            }
        } else if (!(message instanceof EventMessage<?>)) {
            handedOn.remove(Metadata.CAUSATION_ID);
        }
        return handedOn;
    }
}
