package io.devicetrail.queryside;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.RetryReason;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands of the sensor's successor that are approved, tried again, and expire. */
final class CommandHistory {
    static final CommandId TRIED = CommandId.of(History.ACME, "ada", "rinse-1");
    static final CommandId LOST = CommandId.of(History.ACME, "ada", "rinse-2");

    static final UUID JOB = new UUID(8, 1);

    /** Of a job of two persons; its device left. */
    static final CommandId GONE = CommandId.of(History.ACME, "ada", "rinse-4");

    static final CommandId DONE = CommandId.of(History.ACME, "ada", "rinse-3");

    private CommandHistory() {}

    static List<CommandEvent> events() {
        return List.of(
                requested(TRIED, CommandClass.CONFIGURATION, new RetryPolicy(3, 5, 2, 60, List.of("BUSY")), true),
                new CommandEvent.CommandApprovalAsked(TRIED, History.SUCCESSOR, "ada", History.HEARD),
                new CommandEvent.CommandApproved(TRIED, History.SUCCESSOR, "ada", CommandState.REQUESTED),
                new CommandEvent.CommandQueued(TRIED, History.SUCCESSOR, History.HEARD),
                new CommandEvent.CommandDequeued(TRIED, History.SUCCESSOR),
                new CommandEvent.CommandSent(TRIED, History.SUCCESSOR, CommandState.REQUESTED, 1),
                answered(CommandState.SENT),
                new CommandEvent.CommandProgressed(TRIED, History.SUCCESSOR, 0, 30, "first tank", null),
                new CommandEvent.CommandAttemptFailed(
                        TRIED, History.SUCCESSOR, CommandState.EXECUTING, 1, "BUSY", "filling", null),
                new CommandEvent.CommandRetried(
                        TRIED, History.SUCCESSOR, CommandState.REQUESTED, 2, RetryReason.ATTEMPT_FAILED),
                new CommandEvent.CommandSent(TRIED, History.SUCCESSOR, CommandState.REQUESTED, 2),
                answered(CommandState.SENT),
                new CommandEvent.CommandProgressed(TRIED, History.SUCCESSOR, 0, 45, null, null),
                requested(LOST, CommandClass.REAL_TIME, null, false),
                new CommandEvent.CommandExpired(LOST, History.SUCCESSOR, CommandState.REQUESTED),
                requested(DONE, CommandClass.OPERATION, new RetryPolicy(3, 5, 2, 60, List.of("BUSY")), false),
                new CommandEvent.CommandSent(DONE, History.SUCCESSOR, CommandState.REQUESTED, 1),
                new CommandEvent.CommandAttemptFailed(
                        DONE, History.SUCCESSOR, CommandState.SENT, 1, "BUSY", "filling", null),
                new CommandEvent.CommandRetried(
                        DONE, History.SUCCESSOR, CommandState.REQUESTED, 2, RetryReason.ATTEMPT_FAILED),
                new CommandEvent.CommandSent(DONE, History.SUCCESSOR, CommandState.REQUESTED, 2),
                new CommandEvent.CommandAnswered(
                        DONE, History.SUCCESSOR, CommandState.SENT, CommandAnswer.SUCCEEDED, null, null, null),
                requested(GONE, CommandClass.OPERATION, null, true),
                new CommandEvent.CommandAgreedByJob(GONE, History.SUCCESSOR, JOB, 2, "ben", "Ben L."),
                new CommandEvent.CommandWithdrawn(
                        GONE, History.SUCCESSOR, CommandState.REQUESTED, LifeCycle.HANDED_OVER));
    }

    private static CommandEvent answered(CommandState from) {
        return new CommandEvent.CommandAnswered(
                TRIED, History.SUCCESSOR, from, CommandAnswer.EXECUTING, null, null, null);
    }

    private static CommandEvent requested(
            CommandId command, CommandClass of, @Nullable RetryPolicy retry, boolean twoPersons) {
        return new CommandRequested(
                command, History.ACME, History.SUCCESSOR, "rinse", new TreeMap<>(), 60, of, retry, twoPersons);
    }
}
