package io.devicetrail.commandside.command;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandAttemptFailed;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandProgressed;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.LateAnswerRecorded;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.KnownCommand.Attempts;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a command has heard of its device, and what a further answer comes to. */
final class Answers {
    /** Progress is recorded when a further one of these is reached. */
    static final int PERCENT_STEP = 10;

    private Attempts attempts = Attempts.FIRST;
    /** Of the attempt that is under way. */
    private int progressPercent;
    /** Answers that are in the log already; the broker may deliver each again. */
    private final Set<CommandAnswer> heard = EnumSet.noneOf(CommandAnswer.class);

    Attempts attempts() {
        return attempts;
    }

    void evolve(CommandEvent event) {
        attempts = attempts.after(event);
        switch (event) {
            case CommandAnswered e -> heard.add(e.answer());
            case LateAnswerRecorded e -> heard.add(e.answer());
            case CommandProgressed e -> progressPercent = e.toPercent();
            case CommandAttemptFailed e -> progressPercent = 0;
            default -> {}
        }
    }

    /** Empty for what is known already, or came too late to matter. */
    List<CommandEvent> events(RecordCommandAnswer c, CommandState state, @Nullable RetryPolicy retry) {
        DeviceId device = c.device();
        if (outdated(c) || (state.ended() && heard.contains(c.answer()))) {
            return List.of();
        }
        if (state.ended()) {
            return List.of(new LateAnswerRecorded(
                    c.command(), device, state, c.answer(), c.code(), c.detail(), c.answeredAt()));
        }
        Integer of = c.attempt();
        if (of != null && triedAgain(c, of, retry)) {
            return List.of(
                    new CommandAttemptFailed(c.command(), device, state, of, c.code(), c.detail(), c.answeredAt()));
        }
        List<CommandEvent> events = new ArrayList<>();
        if (c.answer().state().compareTo(state) > 0) {
            events.add(
                    new CommandAnswered(c.command(), device, state, c.answer(), c.code(), c.detail(), c.answeredAt()));
        }
        Integer percent = c.progressPercent();
        if (percent != null && c.answer() == CommandAnswer.EXECUTING && further(percent)) {
            events.add(
                    new CommandProgressed(c.command(), device, progressPercent, percent, c.detail(), c.answeredAt()));
        }
        return events;
    }

    /** What it comes to that the time is over. */
    CommandEvent none(CommandId command, DeviceId device, CommandState state) {
        boolean told = state.compareTo(CommandState.SENT) > 0 || attempts.failed() > 0;
        return told ? new CommandTimedOut(command, device, state) : new CommandExpired(command, device, state);
    }

    /**
     * Whether it is a word about an attempt that failed already: overtaken, or said twice. Not if it says that the command
     * was carried out or refused, which no failure before can undo. One that is under way by no named attempt may be of the
     * failed one: taken for a new one it would end the retries; taken for an old one the device is told once more at worst.
     */
    private boolean outdated(RecordCommandAnswer answer) {
        Integer of = answer.attempt();
        return switch (answer.answer()) {
            case SUCCEEDED, REJECTED -> false;
            case FAILED -> of != null && of <= attempts.failed();
            case RECEIVED, EXECUTING -> attempts.failed() > 0 && (of == null || of <= attempts.failed());
        };
    }

    /** A failure is final, unless it says of which attempt it is and the model tries again for its code. */
    private boolean triedAgain(RecordCommandAnswer answer, int of, @Nullable RetryPolicy retry) {
        return answer.answer() == CommandAnswer.FAILED
                && retry != null
                && of <= attempts.current()
                && attempts.current() < retry.attempts()
                && retry.retryOn().contains(String.valueOf(answer.code()));
    }

    private boolean further(int percent) {
        return percent / PERCENT_STEP > progressPercent / PERCENT_STEP;
    }
}
