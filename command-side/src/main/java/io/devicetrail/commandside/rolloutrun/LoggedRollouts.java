package io.devicetrail.commandside.rolloutrun;

import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.shared.FirstEvents;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads the first event of the run's stream alone: the stream may be long, and this is asked before it is known who may ask. */
@Component
class LoggedRollouts implements KnownRollouts {
    private final FirstEvents events;

    LoggedRollouts(FirstEvents events) {
        this.events = events;
    }

    @Override
    public Optional<RolloutCreated> run(RolloutRunId run) {
        return events.firstOf(run.toString())
                .filter(RolloutCreated.class::isInstance)
                .map(RolloutCreated.class::cast);
    }
}
