package io.devicetrail.eventstore.deadletter;

import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import io.devicetrail.domain.deadletter.DeadLetterEvent;
import io.devicetrail.domain.shared.EventRefusedException;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Redelivery;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the handlers of one processor and keeps an event that cannot be applied from stopping it. Such an event
 * becomes a dead letter, in the transaction that moves the processor past it, and what follows in its stream waits with
 * it; every other stream goes on.
 *
 * <p>A failure rolls the batch back first ({@link Strikes}), and only a failure of the event itself ever parks it
 * ({@link Fault}). Decisions about dead letters come by the log, like all other events, and are carried out in the
 * transaction of the batch they stand in.
 */
public final class ParkingInvoker implements EventHandlerInvoker {
    /** Streams held back at one processor; where it were more, the fault is not with the events. */
    static final int MOST_STREAMS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ParkingInvoker.class);

    private final String processor;
    private final EventHandlerInvoker handlers;
    private final DeadLetters letters;
    private final LongFunction<TrackedEventMessage<?>> log;
    private final Consumer<TrackingToken> passed;
    private final Clock clock;
    private final Map<Integer, Strikes> strikes = new ConcurrentHashMap<>();

    /**
     * @param log gives the event with an index
     * @param passed told, in the transaction, of an event that was parked
     */
    public ParkingInvoker(
            String processor,
            EventHandlerInvoker handlers,
            DeadLetters letters,
            LongFunction<TrackedEventMessage<?>> log,
            Consumer<TrackingToken> passed,
            Clock clock) {
        this.processor = processor;
        this.handlers = handlers;
        this.letters = letters;
        this.log = log;
        this.passed = passed;
        this.clock = clock;
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        return decision(message) != null
                || handlers.canHandle(message, segment)
                || (isPart(segment) && handlers.canHandleType(message.getPayloadType()));
    }

    /** Its place in the log moves over the events of the other segments too: only so can anyone wait for an index. */
    private static boolean isPart(Segment segment) {
        return segment.getMask() != Segment.ROOT_SEGMENT.getMask();
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return DeadLetterEvent.class.isAssignableFrom(payloadType) || handlers.canHandleType(payloadType);
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) throws Exception {
        if (!(message instanceof TrackedEventMessage<?> event)) {
            throw new IllegalArgumentException("not from the log: " + message);
        }
        DeadLetterEvent decision = decision(event);
        if (decision instanceof DeadLetterEvent.DeadLettersRetried) {
            retry(decision, segment);
        } else if (decision instanceof DeadLetterEvent.DeadLettersReleased) {
            release(decision, segment);
        }
        if (handlers.canHandle(event, segment)) {
            apply(event, segment);
        } else {
            passed.accept(event.trackingToken());
        }
    }

    private void apply(TrackedEventMessage<?> event, Segment segment) throws Exception {
        long index = indexOf(event);
        Set<String> held = held(segment);
        if (held.contains(stream(event))) {
            park(event, null);
            return;
        }
        Throwable failure = strikes(segment).out(index);
        if (failure != null) {
            if (held.size() >= MOST_STREAMS) {
                // Not parked and not given up: tried each time, it goes through as soon as the cause is gone.
                LOG.error(
                        "{} holds back {} streams, so the fault is not with the events; it stands still until that is"
                                + " mended",
                        processor,
                        held.size(),
                        failure);
                attempt(event, index, segment);
                return;
            }
            LOG.error("{} cannot apply event {} and holds back {}", processor, index, stream(event), failure);
            park(event, DeadLetter.cause(failure));
            held.add(stream(event));
            return;
        }
        attempt(event, index, segment);
    }

    private void attempt(TrackedEventMessage<?> event, long index, Segment segment) throws Exception {
        try {
            handlers.handle(event, segment);
        } catch (Exception failure) {
            struck(index, failure, segment);
            throw failure;
        } catch (StackOverflowError | AssertionError failure) {
            struck(index, failure, segment);
            // As an error it would end the processor for good.
            throw new IllegalStateException("a handler failed on event " + index, failure);
        }
    }

    private void struck(long index, Throwable failure, Segment segment) {
        if (!(failure instanceof EventRefusedException) && Fault.liesInTheEvent(failure)) {
            strikes(segment).add(index, failure);
        }
    }

    private void park(TrackedEventMessage<?> event, @Nullable String cause) {
        letters.park(new DeadLetter(
                processor,
                indexOf(event),
                stream(event),
                String.valueOf(event.getMetaData().getOrDefault(Metadata.TENANT, "")),
                EventCatalogue.of(event.getPayloadType())
                        .map(StoredEvent::name)
                        .orElseGet(() -> event.getPayloadType().getName()),
                cause,
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
        passed.accept(event.trackingToken());
    }

    private void retry(DeadLetterEvent decision, Segment segment) throws Exception {
        Set<String> held = held(segment);
        List<DeadLetter> mine = letters(decision, Long.MAX_VALUE, segment);
        for (DeadLetter letter : mine) {
            Throwable failure = strikes(segment).out(letter.index());
            if (failure != null) {
                LOG.error("{} still cannot apply event {}", processor, letter.index(), failure);
                letters.blame(letter, DeadLetter.cause(failure));
                return;
            }
            redeliver(letter, segment);
            letters.remove(letter);
        }
        held.remove(decision.stream());
        if (!mine.isEmpty()) {
            LOG.info("{} has applied what it held back of {}", processor, decision.stream());
        }
    }

    private void redeliver(DeadLetter letter, Segment segment) throws Exception {
        Map<String, Object> resources = CurrentUnitOfWork.get().root().resources();
        resources.put(Redelivery.RESOURCE, letter.index());
        try {
            attempt(log.apply(letter.index()), letter.index(), segment);
        } finally {
            resources.remove(Redelivery.RESOURCE);
        }
    }

    /** Nobody has decided about what was parked after the decision: that is tried. */
    private void release(DeadLetterEvent decision, Segment segment) throws Exception {
        for (DeadLetter letter : letters(decision, decision.upTo(), segment)) {
            LOG.warn("{} gives up event {} of {}", processor, letter.index(), decision.stream());
            letters.remove(letter);
        }
        retry(decision, segment);
    }

    /** Those the decision is about; none if their stream is another segment's. */
    private List<DeadLetter> letters(DeadLetterEvent decision, long upTo, Segment segment) {
        List<DeadLetter> all = letters.of(processor, decision.stream(), upTo);
        return all.isEmpty()
                        || !isPart(segment)
                        || handlers.canHandle(log.apply(all.getFirst().index()), segment)
                ? all
                : List.of();
    }

    private Strikes strikes(Segment segment) {
        return strikes.computeIfAbsent(segment.getSegmentId(), id -> new Strikes());
    }

    private @Nullable DeadLetterEvent decision(EventMessage<?> message) {
        return DeadLetterEvent.class.isAssignableFrom(message.getPayloadType())
                        && message.getPayload() instanceof DeadLetterEvent event
                        && event.processor().equals(processor)
                ? event
                : null;
    }

    /** Read once in a batch: nobody else changes what this processor holds back while its batch is under way. */
    private Set<String> held(Segment segment) {
        UnitOfWork<?> batch = CurrentUnitOfWork.get().root();
        return batch.getOrComputeResource(ParkingInvoker.class.getName() + processor, key -> {
            batch.onRollback(failed -> lookForCulprit(failed, segment));
            batch.afterCommit(committed -> strikes(segment).forgetAll());
            return letters.held(processor);
        });
    }

    private void lookForCulprit(UnitOfWork<?> batch, Segment segment) {
        Throwable at = batch.getExecutionResult().getExceptionResult();
        while (at != null && !(at instanceof EventRefusedException)) {
            at = at.getCause();
        }
        if (at instanceof EventRefusedException refused) {
            strikes(segment).add(refused.index(), refused);
        }
    }

    private static long indexOf(TrackedEventMessage<?> event) {
        return event.trackingToken().position().orElseThrow(() -> new IllegalArgumentException("no index in " + event));
    }

    /** An event without an aggregate is a stream of its own. */
    private static String stream(EventMessage<?> event) {
        return event instanceof DomainEventMessage<?> domainEvent
                ? domainEvent.getAggregateIdentifier()
                : event.getIdentifier();
    }

    @Override
    public boolean supportsReset() {
        return handlers.supportsReset();
    }

    @Override
    public void performReset() {
        handlers.performReset();
    }

    @Override
    public <R> void performReset(@Nullable R resetContext) {
        handlers.performReset(resetContext);
    }

    @Override
    public void segmentReleased(Segment segment) {
        handlers.segmentReleased(segment);
    }
}
