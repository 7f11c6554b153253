package io.devicetrail.eventstore.axonserver;

import io.devicetrail.domain.shared.FirstEvents;
import java.util.Optional;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;

/** Axon's event store over Axon Server. Readers are woken by Axon Server itself. */
public final class AxonServerEventStore extends AbstractEventStore implements FirstEvents {
    private final AxonServerStorageEngine engine;

    private AxonServerEventStore(Builder builder, AxonServerStorageEngine engine) {
        super(builder);
        this.engine = engine;
    }

    public static AxonServerEventStore on(
            AxonServerStorageEngine engine, MessageMonitor<? super EventMessage<?>> monitor) {
        Builder builder = new Builder();
        builder.storageEngine(engine).messageMonitor(monitor);
        return new AxonServerEventStore(builder, engine);
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken trackingToken) {
        return engine.openStream(trackingToken);
    }

    /** Axon Server streams: what is not read is not sent, but for the little that is on its way. */
    @Override
    public Optional<Object> firstOf(String stream) {
        return readEvents(stream, 0)
                .asStream()
                .<Object>map(DomainEventMessage::getPayload)
                .findFirst();
    }

    private static final class Builder extends AbstractEventStore.Builder {}
}
