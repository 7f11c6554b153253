package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads what made a run once: it never changes, and the run's stream is long. That there is none is not remembered. */
final class RememberedRollouts implements KnownRollouts {
    private static final int MOST = 1_000;

    private final KnownRollouts log;
    private final Map<RolloutRunId, RolloutCreated> remembered = new ConcurrentHashMap<>();

    RememberedRollouts(KnownRollouts log) {
        this.log = log;
    }

    @Override
    public Optional<RolloutCreated> run(RolloutRunId run) {
        RolloutCreated known = remembered.get(run);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<RolloutCreated> found = log.run(run);
        found.ifPresent(created -> {
            if (remembered.size() >= MOST) {
                remembered.clear();
            }
            remembered.put(run, created);
        });
        return found;
    }
}
