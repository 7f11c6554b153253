package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.rolloutrun.Runs.CONTENT;
import static io.devicetrail.commandside.rolloutrun.Runs.PLAN;
import static io.devicetrail.commandside.rolloutrun.Runs.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanApplied;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RevisionInUse;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RevisionSpent;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plan, the run of the other tests, and another of the same revision. */
class LoggedPlanTurnsTest {
    private static final RolloutRunId OTHER = RolloutRunId.of(ACME, "ada", "other");

    private final PlacesOnce engine = new PlacesOnce();
    private final EmbeddedEventStore log =
            EmbeddedEventStore.builder().storageEngine(engine).build();
    private final LoggedPlanTurns turns = new LoggedPlanTurns(log);
    private final Map<String, Long> sequences = new HashMap<>();

    /** As every log does that is one: a place in a stream is taken once. */
    private static final class PlacesOnce extends InMemoryEventStorageEngine {
        private final Set<String> taken = new HashSet<>();

        @Override
        public void appendEvents(List<? extends EventMessage<?>> events) {
            for (EventMessage<?> event : events) {
                DomainEventMessage<?> one = (DomainEventMessage<?>) event;
                if (!taken.add(one.getAggregateIdentifier() + " " + one.getSequenceNumber())) {
                    throw new ConcurrencyException("there is such an event of " + one.getAggregateIdentifier());
                }
            }
            super.appendEvents(events);
        }
    }

    @BeforeEach
    void aPlan() {
        append("rollout", PLAN.toString(), new RolloutPlanDrafted(PLAN, ACME, CONTENT));
    }

    @AfterEach
    void close() {
        log.shutDown();
    }

    @Test
    void theFirstRunOfARevisionTakesItOnThePlansOwnStream() {
        begins(RUN, 1);
        assertThat(log.readEvents(PLAN.toString(), 0)
                        .asStream()
                        .map(DomainEventMessage::getPayload)
                        .toList())
                .hasSize(2)
                .last()
                .isEqualTo(new RolloutPlanApplied(PLAN, ACME, 1, RUN, 1));
        assertThat(log.readEvents(PLAN.toString(), 1).next().getType()).isEqualTo("rollout");
    }

    @Test
    void noOtherBeginsBesideItUntilItIsOver() {
        begins(RUN, 1, Runs.running());
        assertThat(refusal(OTHER, 1)).isEqualTo(new RevisionInUse(RUN, RolloutRunState.RUNNING));
        appendRun(RUN, new RolloutAborted(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON, 2, 2));
        begins(OTHER, 1);
    }

    @Test
    void noOtherBeginsAfterItHasHaltedButAnotherRoundOfItDoes() {
        begins(RUN, 1, Runs.halted());
        assertThat(refusal(OTHER, 1)).isEqualTo(new RevisionSpent(RUN, 1, RolloutRunState.HALTED, true));
        begins(RUN, 2);
    }

    /** What the new revision bears was signed anew. */
    @Test
    void oneOfANewRevisionBegins() {
        begins(RUN, 1, Runs.halted());
        append("rollout", PLAN.toString(), new RolloutPlanRevised(PLAN, ACME, 2, CONTENT, CONTENT));
        take(created(OTHER, 2), 1);
    }

    /** The run that completed first, and is asked for another round while the second goes on. */
    @Test
    void anotherRoundIsRefusedWhileAnotherRunHasTheTurn() {
        begins(RUN, 1, Runs.completed());
        begins(OTHER, 1, other(Runs.running()));
        assertThat(refusal(RUN, 2)).isEqualTo(new RevisionInUse(OTHER, RolloutRunState.RUNNING));
    }

    /** Read from there on: what was before it is not read again. */
    @Test
    void aRunIsReadFromItsLastSnapshotOn() {
        begins(RUN, 1);
        RolloutRunAggregate halted = new RolloutRunAggregate();
        Arrays.stream(Runs.halted()).map(RolloutRunEvent.class::cast).forEach(halted::evolve);
        engine.storeSnapshot(new GenericDomainEventMessage<>("rolloutrun", RUN.toString(), 9, halted));
        assertThat(refusal(OTHER, 1)).isEqualTo(new RevisionSpent(RUN, 1, RolloutRunState.HALTED, true));
    }

    /** Each has seen that nobody has it. */
    @Test
    void ofTwoThatBeginAtOnceTheLogTakesOne() {
        UnitOfWork<?> first = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("first"));
        turns.take(created(RUN, 1), 1);
        meanwhile(created(OTHER, 1), 1);
        assertThatThrownBy(first::commit).isInstanceOf(ConcurrencyException.class);
    }

    /** A round of the one that is over makes it live again: who saw it over before that is not let through. */
    @Test
    void soItDoesOfARunAndAnotherRoundOfTheOneBefore() {
        begins(RUN, 1, Runs.completed());
        UnitOfWork<?> another = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("another run"));
        turns.take(created(OTHER, 1), 1);
        meanwhile(created(RUN, 1), 2);
        assertThatThrownBy(another::commit).isInstanceOf(ConcurrencyException.class);
    }

    /** Elsewhere, as another thread has no part in what is not committed here. */
    private void meanwhile(RolloutCreated run, int round) {
        CompletableFuture.runAsync(() -> take(run, round)).join();
    }

    private void begins(RolloutRunId run, int round, Object... life) {
        take(created(run, 1), round);
        sequences.merge(PLAN.toString(), 1L, Long::sum);
        Arrays.stream(life).forEach(event -> appendRun(run, event));
    }

    private void take(RolloutCreated run, int round) {
        UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("a round"));
        try {
            turns.take(run, round);
            work.commit();
        } catch (CommandExecutionException e) {
            work.rollback(e);
            throw e;
        }
    }

    private RolloutRunRejection refusal(RolloutRunId run, int round) {
        try {
            take(created(run, 1), round);
        } catch (CommandExecutionException e) {
            return e.<RolloutRunRejection>getDetails().orElseThrow();
        }
        throw new AssertionError("it was let begin");
    }

    private void appendRun(RolloutRunId run, Object event) {
        append("rolloutrun", run.toString(), event);
    }

    private void append(String type, String stream, Object event) {
        long sequence = sequences.merge(stream, 1L, Long::sum) - 1;
        engine.appendEvents(List.of(new GenericDomainEventMessage<>(type, stream, sequence, event)));
    }

    /** The same events, of the other run. */
    private static Object[] other(Object[] events) {
        return Arrays.stream(events)
                .map(event -> event instanceof RolloutCreated ? created(OTHER, 1) : event)
                .toArray();
    }

    private static RolloutCreated created(RolloutRunId run, int revision) {
        RolloutCreated first = (RolloutCreated) Runs.created()[0];
        return new RolloutCreated(
                run,
                ACME,
                PLAN,
                revision,
                first.planHash(),
                first.planPosition(),
                CONTENT,
                first.devices(),
                first.cohortHash(),
                first.seed(),
                first.waves(),
                first.createdBy());
    }
}
