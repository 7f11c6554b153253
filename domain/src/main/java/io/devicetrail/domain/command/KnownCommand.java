package io.devicetrail.domain.command;

import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandApproved;
import io.devicetrail.domain.command.CommandEvent.CommandAttemptFailed;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandDequeued;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandRetried;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.shared.ActorType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Of a command, what others than itself ask.
 *
 * @param hold null if it was never held; stays when it is released
 * @param since from when its time runs: its request, approval, release or turn, as recorded
 * @param attempts how they stand
 * @param code of the answer or of the withdrawal that ended it; null if it is open, or ended without one
 * @param cancelledBy what kind of actor cancelled it: a person, or the platform, which found something in the way at its
 *     turn; null if it was not cancelled, was withdrawn, or the log does not say
 */
public record KnownCommand(
        CommandRequested request,
        @Nullable CommandHeld hold,
        CommandState state,
        Instant since,
        Attempts attempts,
        @Nullable String code,
        @Nullable ActorType cancelledBy) {

    /**
     * @param current the one that is due or was made last, from 1
     * @param failed the last one that is known to have failed; 0 if there is none
     * @param pausing whether the pause after that one is not over yet
     */
    public record Attempts(int current, int failed, boolean pausing) {
        public static final Attempts FIRST = new Attempts(1, 0, false);

        public Attempts after(CommandEvent event) {
            return switch (event) {
                case CommandAttemptFailed e -> new Attempts(current, e.attempt(), true);
                case CommandRetried e -> new Attempts(e.attempt(), failed, false);
                default -> this;
            };
        }
    }

    public static KnownCommand of(CommandRequested request, Instant recordedAt) {
        return new KnownCommand(request, null, CommandState.REQUESTED, recordedAt, Attempts.FIRST, null, null);
    }

    /** When its time is over. */
    public Instant expiresAt() {
        return since.plusSeconds(request.timeoutSeconds());
    }

    /** Whether the device is to be told now: not before it may be, not between attempts, not once the broker has it. */
    public boolean due() {
        return state == CommandState.REQUESTED && !attempts.pausing();
    }

    /** Where nobody asks who cancelled it. */
    public KnownCommand after(CommandEvent event, Instant recordedAt) {
        return after(event, recordedAt, null);
    }

    /** @param by what kind of actor caused the event, of its metadata */
    public KnownCommand after(CommandEvent event, Instant recordedAt, @Nullable ActorType by) {
        boolean begins = event instanceof CommandApproved
                || event instanceof CommandReleased
                || event instanceof CommandDequeued;
        return new KnownCommand(
                request,
                event instanceof CommandHeld held ? held : hold,
                state.after(event),
                begins ? recordedAt : since,
                attempts.after(event),
                codeAfter(event),
                event instanceof CommandCancelled ? by : cancelledBy);
    }

    private @Nullable String codeAfter(CommandEvent event) {
        return switch (event) {
            case CommandAnswered e -> e.answer().state().ended() ? e.code() : code;
            case CommandWithdrawn e -> e.cause();
            default -> code;
        };
    }
}
