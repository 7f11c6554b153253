package io.devicetrail.commandside.rolloutrun;

import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import org.axonframework.commandhandling.CommandExecutionException;

/** Whose turn it is with a revision of a plan. */
interface PlanTurns {
    /**
     * Takes it for a round of the run that begins with the same append.
     *
     * @throws CommandExecutionException while another run of the revision has it, or where none may follow it
     */
    void take(RolloutCreated run, int round);
}
