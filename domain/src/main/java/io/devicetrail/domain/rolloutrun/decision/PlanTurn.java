package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.rolloutrun.RolloutRunRejection;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RevisionInUse;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RevisionSpent;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import java.util.Optional;

/**
 * When another run may follow one of the same revision of a plan. What the plan bears is signed for one run at a time, and
 * for no other after one that did not keep within it, also by what came late, or was given up with failures before it could
 * be known.
 */
public final class PlanTurn {
    private PlanTurn() {}

    /** @param last the one that began the last round by that revision, as it is now */
    public static Optional<RolloutRunRejection> refusalAfter(RolloutRun last) {
        if (last.state().live()) {
            return Optional.of(new RevisionInUse(last.id(), last.state()));
        }
        boolean givenUp = last.state() == RolloutRunState.ABORTED && last.book().failed() > 0;
        return last.hasHalted() || givenUp || StopRule.passed(last)
                ? Optional.of(new RevisionSpent(last.id(), last.created().revision(), last.state(), last.hasHalted()))
                : Optional.empty();
    }
}
