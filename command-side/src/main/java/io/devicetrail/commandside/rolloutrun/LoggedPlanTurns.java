package io.devicetrail.commandside.rolloutrun;

import io.devicetrail.commandside.Rejected;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanApplied;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.decision.PlanTurn;
import io.devicetrail.domain.rolloutrun.decision.RolloutRun;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/**
 * By the plan's own stream, of which the log takes each place once: whoever begins a round adds to it. A run that is over
 * lives on by a round alone, so who reads the plan first and then that its last run is over has seen it for good, or is
 * refused the place and asks again.
 */
@Component
class LoggedPlanTurns implements PlanTurns {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedPlanTurns(EventStore events) {
        this.events = events;
    }

    @Override
    public void take(RolloutCreated run, int round) {
        List<? extends DomainEventMessage<?>> plan =
                events.readEvents(run.plan().toString(), FIRST).asStream().toList();
        lastOf(plan, run.revision())
                .filter(other -> !other.equals(run.run()))
                .flatMap(other -> PlanTurn.refusalAfter(run(other)))
                .ifPresent(refusal -> {
                    throw Rejected.because(refusal);
                });
        DomainEventMessage<?> last = plan.getLast();
        events.publish(new GenericDomainEventMessage<>(
                last.getType(),
                last.getAggregateIdentifier(),
                last.getSequenceNumber() + 1,
                new RolloutPlanApplied(run.plan(), run.tenant(), run.revision(), run.run(), round)));
    }

    /** The run that began the last round by that revision. */
    private static Optional<RolloutRunId> lastOf(List<? extends DomainEventMessage<?>> plan, int revision) {
        return plan.reversed().stream()
                .map(DomainEventMessage::getPayload)
                .filter(RolloutPlanApplied.class::isInstance)
                .map(RolloutPlanApplied.class::cast)
                .filter(applied -> applied.revision() == revision)
                .map(RolloutPlanApplied::run)
                .findFirst();
    }

    /** From its last snapshot on, if it has one. */
    private RolloutRun run(RolloutRunId id) {
        RolloutRun run = new RolloutRun();
        for (DomainEventMessage<?> event :
                events.readEvents(id.toString()).asStream().toList()) {
            if (event.getPayload() instanceof RolloutRunAggregate snapshot) {
                run = snapshot.run();
            } else {
                run.evolve((RolloutRunEvent) event.getPayload());
            }
        }
        return run;
    }
}
