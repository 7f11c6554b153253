package io.devicetrail.eventstore.axonserver;

import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;

/** Axon's event store over Axon Server. Readers are woken by Axon Server itself. */
public final class AxonServerEventStore extends AbstractEventStore {
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

    private static final class Builder extends AbstractEventStore.Builder {}
}
