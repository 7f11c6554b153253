package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import java.util.ArrayList;
import java.util.List;

/** Events that are being decided, and the run as it would be after them. Of one use. */
final class Trial {
    private final RolloutRun run;
    private final List<RolloutRunEvent> events = new ArrayList<>();

    Trial(RolloutRun now) {
        run = now.copy();
    }

    /** As it would be. */
    RolloutRun run() {
        return run;
    }

    void add(RolloutRunEvent event) {
        run.evolve(event);
        events.add(event);
    }

    /** Of an event whose devices are in the run already. */
    void addDone(RolloutRunEvent event) {
        events.add(event);
    }

    List<RolloutRunEvent> events() {
        return List.copyOf(events);
    }
}
