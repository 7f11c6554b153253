package io.devicetrail.commandside.command;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.domain.command.KnownCommand.Attempts;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** Rules about what devices answer. */
final class Answers {
    /** Progress is recorded when a further one of these is reached. */
    static final int PERCENT_STEP = 10;

    private Answers() {}

    /**
     * Whether it is a word about an attempt that failed already: overtaken, or said twice. Not if it says that the command
     * was carried out or refused, which no failure before can undo.
     */
    static boolean outdated(RecordCommandAnswer answer, Attempts attempts) {
        Integer of = answer.attempt();
        return of != null
                && of <= attempts.failed()
                && answer.answer() != CommandAnswer.SUCCEEDED
                && answer.answer() != CommandAnswer.REJECTED;
    }

    /** A failure is final, unless it says of which attempt it is and the model tries again for its code. */
    static boolean triedAgain(RecordCommandAnswer answer, Attempts attempts, @Nullable RetryPolicy retry) {
        Integer of = answer.attempt();
        return answer.answer() == CommandAnswer.FAILED
                && retry != null
                && of != null
                && of <= attempts.current()
                && attempts.current() < retry.attempts()
                && retry.retryOn().contains(String.valueOf(answer.code()));
    }

    /** Whether the answer says that the device is further than it was known to be, by a step at least. */
    static boolean further(RecordCommandAnswer answer, int knownPercent) {
        Integer percent = answer.progressPercent();
        return answer.answer() == CommandAnswer.EXECUTING
                && percent != null
                && percent / PERCENT_STEP > knownPercent / PERCENT_STEP;
    }
}
