package io.devicetrail.app.processors;

import io.devicetrail.app.replay.HeldSource;
import io.devicetrail.app.replay.HeldSources;
import io.devicetrail.domain.deadletter.DeadLetterEvent;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.eventstore.deadletter.DeadLetters;
import io.devicetrail.eventstore.deadletter.ParkingInvoker;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Makes the processors that read the log: tracking processors, because they wake up with the commit; the pooled ones
 * look every half second. How many segments a read model has is decided when it is first made and at every rebuild.
 */
@Component
public class Processors {
    /** Events handled in one transaction of a read model: many rows are written for one wait for the disk. */
    static final int READ_MODEL_EVENTS = 1_000;
    /**
     * Events handled in one transaction of a process. It keeps each saga that it read locked until its end, and all that
     * time waits for every command that it sends: the deadlines of those sagas wait with it, and each on a thread.
     */
    static final int PROCESS_EVENTS = 10;
    /** How often a node that lives renews its claims, and looks for those of one that died. */
    static final Duration CLAIM_INTERVAL = Duration.ofSeconds(1);

    /** Who sends to devices, and waits for the broker and the log with each: for so many devices at once. */
    private static final Map<String, Integer> SENDERS = Map.of("command-delivery", 4);
    /**
     * Who tells hundreds of devices by one event: when the broker does not answer, the devices of that event are told again,
     * and not those of the events before it.
     */
    private static final Map<String, Integer> EVENTS_AT_ONCE = Map.of("rollout-delivery", 1);

    private final HeldSources sources;
    private final ObjectProvider<ReadModel> readModels;
    private final DeadLetters deadLetters;
    private final Progress progress;
    private final Positions positions;
    private final TransactionManager transactions;
    private final TokenStore tokens;
    private final Clock clock;
    private final Segments segmentStore;

    Processors(
            HeldSources sources,
            ObjectProvider<ReadModel> readModels,
            DeadLetters deadLetters,
            Progress progress,
            Positions positions,
            TransactionManager transactions,
            TokenStore tokens,
            Clock clock,
            Segments segmentStore) {
        this.sources = sources;
        this.readModels = readModels;
        this.deadLetters = deadLetters;
        this.progress = progress;
        this.positions = positions;
        this.transactions = transactions;
        this.tokens = tokens;
        this.clock = clock;
        this.segmentStore = segmentStore;
    }

    public EventProcessor build(String name, Configuration configuration, EventHandlerInvoker handlers) {
        EventStore log = configuration.eventStore();
        Optional<ReadModel> readModel =
                readModels.stream().filter(model -> model.name().equals(name)).findFirst();
        int segments = readModel.map(this::segments).orElseGet(() -> SENDERS.getOrDefault(name, 1));
        EventHandlerInvoker parking =
                new ParkingInvoker(name, handlers, deadLetters, index -> eventAt(log, index), passed(name), clock);
        TrackingEventProcessor.Builder processor = TrackingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(parking)
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .errorHandler(PropagatingErrorHandler.instance())
                .messageMonitor(configuration.messageMonitor(TrackingEventProcessor.class, name))
                .messageSource(readModel
                        .map(model -> source(model, parking))
                        .orElseGet(() -> new PatientSource(
                                log, event -> parking.canHandle(event, Segment.ROOT_SEGMENT), () -> false)))
                .tokenStore(tokens)
                .transactionManager(transactions)
                .trackingEventProcessorConfiguration(inSegments(name, segments, readModel.isPresent()))
                .spanFactory(configuration.getComponent(EventProcessorSpanFactory.class));
        return readModel.isPresent() ? new ReadModelProcessor(processor) : processor.build();
    }

    /** Dead letters are released by events that no read model knows of. */
    private PatientSource source(ReadModel model, EventHandlerInvoker parking) {
        HeldSource held = sources.of(model.name());
        return new PatientSource(
                held,
                event -> (model.concernedBy(event.getPayloadType())
                                || DeadLetterEvent.class.isAssignableFrom(event.getPayloadType()))
                        && parking.canHandle(event, Segment.ROOT_SEGMENT),
                () -> held.isAttended() || positions.isAwaited(model.name()));
    }

    /** A question that waits for a position must not wait for an event that was set aside. */
    private Consumer<TrackingToken> passed(String name) {
        return ReadModelName.ALL.contains(name) ? token -> progress.once(name, token, index -> {}) : token -> {};
    }

    private static TrackedEventMessage<?> eventAt(EventStore log, long index) {
        try (var stream = log.openStream(new GlobalSequenceTrackingToken(index - 1))) {
            TrackedEventMessage<?> event = stream.nextAvailable();
            if (event.trackingToken().position().orElse(-1) != index) {
                throw new IllegalStateException("the log has no event " + index);
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading event " + index, e);
        }
    }

    /** Threads for as many segments as there are, or will be after a rebuild. */
    private int segments(ReadModel readModel) {
        return Math.max(readModel.segments(), segmentStore.begin(readModel));
    }

    static TrackingEventProcessorConfiguration inSegments(String name, int segments, boolean ofReadModel) {
        return TrackingEventProcessorConfiguration.forParallelProcessing(segments)
                .andBatchSize(ofReadModel ? READ_MODEL_EVENTS : EVENTS_AT_ONCE.getOrDefault(name, PROCESS_EVENTS))
                .andTokenClaimInterval(CLAIM_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
                .andInitialTrackingToken(StreamableMessageSource::createTailToken);
    }
}
