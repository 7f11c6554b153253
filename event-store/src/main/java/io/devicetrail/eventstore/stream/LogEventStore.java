package io.devicetrail.eventstore.stream;

import io.devicetrail.domain.shared.FirstEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.monitoring.MessageMonitor;

/** Axon's event store over the log. It wakes its readers after a commit of its own, and when it is told of another's. */
public final class LogEventStore extends EmbeddedEventStore implements FirstEvents {
    /** How often the log is looked at when nobody says that there is something: the net under all notices. */
    public static final Duration POLLING = Duration.ofSeconds(1);

    private final PostgresEventStorageEngine engine;

    private LogEventStore(Builder builder, PostgresEventStorageEngine engine) {
        super(builder);
        this.engine = engine;
    }

    public static LogEventStore on(
            PostgresEventStorageEngine engine, MessageMonitor<? super EventMessage<?>> monitor, Duration polling) {
        Builder builder = new Builder();
        builder.storageEngine(engine).messageMonitor(monitor);
        builder.fetchDelay(polling.toMillis()).timeUnit(TimeUnit.MILLISECONDS);
        return new LogEventStore(builder, engine);
    }

    /** In one round trip, where Axon asks for the snapshot first and then for the events. */
    @Override
    public DomainEventStream readEvents(String aggregateIdentifier) {
        return DomainEventStream.concat(
                engine.readAggregate(aggregateIdentifier),
                DomainEventStream.of(stagedDomainEventMessages(aggregateIdentifier)));
    }

    @Override
    public Optional<Object> firstOf(String stream) {
        return engine.readFirst(stream);
    }

    /** Has the readers look at the log now. */
    public void wake() {
        afterCommit(List.of());
    }
}
