package io.devicetrail.commandside.rollout;

import io.devicetrail.domain.rollout.KnownRolloutPlan;
import io.devicetrail.domain.rollout.KnownRolloutPlans;
import io.devicetrail.domain.rollout.RolloutEvent;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutPlanId;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the events of the plan's stream, of which there are few. */
@Component
class LoggedRolloutPlans implements KnownRolloutPlans {
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedRolloutPlans(EventStore events) {
        this.events = events;
    }

    /** The id may be that of something else: then there is no draft. */
    @Override
    public Optional<KnownRolloutPlan> plan(RolloutPlanId plan) {
        @Nullable KnownRolloutPlan known = null;
        for (Object event : events.readEvents(plan.toString(), FIRST)
                .asStream()
                .map(Message::getPayload)
                .toList()) {
            if (event instanceof RolloutPlanDrafted draft) {
                known = KnownRolloutPlan.of(draft);
            } else if (known != null && event instanceof RolloutEvent later) {
                known = known.after(later);
            }
        }
        return Optional.ofNullable(known);
    }
}
