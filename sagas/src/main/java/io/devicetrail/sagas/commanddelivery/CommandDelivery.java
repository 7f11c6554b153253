package io.devicetrail.sagas.commanddelivery;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandApprovalAsked;
import io.devicetrail.domain.command.CommandEvent.CommandApproved;
import io.devicetrail.domain.command.CommandEvent.CommandAttemptFailed;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandDequeued;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandQueued;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandRetried;
import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.ExpireCommand;
import io.devicetrail.domain.command.CommandOrder.RetryCommand;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;

/**
 * One command, from its request to its end. Holds what is needed to end it in time and nothing else: whether it has
 * ended is the command's own decision, so a deadline that fires late, twice or after the end does no harm.
 *
 * <p>Public because Axon makes sagas by a public constructor.
 */
@Saga
@ProcessingGroup("saga-command-delivery")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class CommandDelivery {
    /** Due the command's {@code timeoutSeconds} after its request or release was recorded, however late that is read. */
    static final String COMMAND_TIMEOUT = "command-timeout";

    /** Due when the command has waited for its approval and its signatures for as long as it may. */
    static final String HOLD_EXPIRY = "hold-expiry";

    /** Due when the pause before the next attempt is over: of the policy of the request, at most ten times. */
    static final String RETRY = "command-retry";

    static final Caller CALLER = Caller.process("command-delivery-saga");

    private static final String COMMAND = "command";

    private @Nullable TenantId tenant;
    /** Of the request; 0 in a saga that was stored before commands could be held, where it is not asked for. */
    private int timeoutSeconds;
    /** Null before the deadline is set, after it has fired, and while the command is held. */
    private @Nullable String deadline;
    /** Of the hold; null unless the command is held. */
    private @Nullable String expiry;
    /** Of the request; null if it is told once. */
    private @Nullable RetryPolicy retryPolicy;
    /** Null unless a pause before another attempt is running. */
    private @Nullable String retry;
    /** The last one that was decided or made, or 0. */
    private int attempt;

    @StartSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandRequested e, @Timestamp Instant requestedAt, DeadlineManager deadlines) {
        tenant = e.tenant();
        timeoutSeconds = e.timeoutSeconds();
        retryPolicy = e.retry();
        begin(e.command(), requestedAt, deadlines);
    }

    /** Its time has not begun. Should the deadline have fired already, the command has taken no notice. */
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandHeld e, DeadlineManager deadlines) {
        holdBack(e.command(), e.until(), deadlines);
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandApprovalAsked e, DeadlineManager deadlines) {
        holdBack(e.command(), e.until(), deadlines);
    }

    /** One that waits for signatures now goes on waiting until its hold ends. */
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandApproved e, @Timestamp Instant approvedAt, DeadlineManager deadlines) {
        if (e.to() == CommandState.REQUESTED) {
            begin(e.command(), approvedAt, deadlines);
        }
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandQueued e, DeadlineManager deadlines) {
        holdBack(e.command(), e.until(), deadlines);
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandDequeued e, @Timestamp Instant dequeuedAt, DeadlineManager deadlines) {
        begin(e.command(), dequeuedAt, deadlines);
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandReleased e, @Timestamp Instant releasedAt, DeadlineManager deadlines) {
        begin(e.command(), releasedAt, deadlines);
    }

    private void holdBack(CommandId command, Instant until, DeadlineManager deadlines) {
        cancelDeadlines(deadlines);
        expiry = deadlines.schedule(until, HOLD_EXPIRY, command.toString());
    }

    private void begin(CommandId command, Instant at, DeadlineManager deadlines) {
        cancelDeadlines(deadlines);
        deadline = deadlines.schedule(at.plusSeconds(timeoutSeconds), COMMAND_TIMEOUT, command.toString());
    }

    /** The pause runs from when the broker had the attempt, or from its failure. */
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandSent e, @Timestamp Instant sentAt, DeadlineManager deadlines) {
        pauseAfter(e.attempt(), e.command(), sentAt, deadlines);
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandAttemptFailed e, @Timestamp Instant failedAt, DeadlineManager deadlines) {
        pauseAfter(Math.max(attempt, e.attempt()), e.command(), failedAt, deadlines);
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandRetried e) {
        attempt = e.attempt();
    }

    /** The attempt after the last one, or one that comes after the command's end, is never made: the command says so. */
    private void pauseAfter(int made, CommandId command, Instant at, DeadlineManager deadlines) {
        cancel(RETRY, retry, deadlines);
        retry = null;
        attempt = made;
        RetryPolicy policy = retryPolicy;
        if (policy != null && made < policy.attempts()) {
            Instant due = at.plus(policy.pauseBefore(made + 1));
            retry = deadlines.schedule(due, RETRY, command + " " + (made + 1));
        }
    }

    /** Fails if the command cannot be sent: the scheduler then tries again, the saga and its deadline stay. */
    @DeadlineHandler(deadlineName = COMMAND_TIMEOUT)
    void onTimeout(String commandId, CommandGateway commands) {
        send(COMMAND_TIMEOUT, commandId, new TimeOutCommand(CommandId.parse(commandId)), commands);
        deadline = null;
    }

    @DeadlineHandler(deadlineName = HOLD_EXPIRY)
    void onExpiry(String commandId, CommandGateway commands) {
        send(HOLD_EXPIRY, commandId, new ExpireCommand(CommandId.parse(commandId)), commands);
        expiry = null;
    }

    /**
     * The same; which attempt it is tells the log the one message from the next. One that fires again after its attempt was
     * made is passed by: it would ask for the next at once, and forget the deadline that this one has.
     *
     * @param due the command and the attempt, as {@code "<command> <attempt>"}; of one that was set before that was kept, the
     *     command alone
     */
    @DeadlineHandler(deadlineName = RETRY)
    void onRetry(String due, CommandGateway commands) {
        int next = attempt + 1;
        int space = due.indexOf(' ');
        if (space >= 0 && Integer.parseInt(due.substring(space + 1)) != next) {
            return;
        }
        String commandId = space < 0 ? due : due.substring(0, space);
        send(RETRY + " " + next, commandId, new RetryCommand(CommandId.parse(commandId), next), commands);
        retry = null;
    }

    private void send(String why, String commandId, Object order, CommandGateway commands) {
        if (tenant == null) {
            throw new IllegalStateException("a command's deadline fired before its request was seen");
        }
        commands.sendAndWait(new GenericCommandMessage<>(
                new GenericMessage<>(
                        NamedId.of(why, commandId).toString(), order, CALLER.toMetadata(tenant.toString())),
                order.getClass().getName()));
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandAnswered e, DeadlineManager deadlines) {
        cancel(RETRY, retry, deadlines);
        retry = null;
        if (e.answer().state().ended()) {
            cancelDeadlines(deadlines);
            SagaLifecycle.end();
        }
    }

    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandTimedOut e, DeadlineManager deadlines) {
        cancelDeadlines(deadlines);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandExpired e, DeadlineManager deadlines) {
        cancelDeadlines(deadlines);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandCancelled e, DeadlineManager deadlines) {
        cancelDeadlines(deadlines);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandWithdrawn e, DeadlineManager deadlines) {
        cancelDeadlines(deadlines);
    }

    private void cancelDeadlines(DeadlineManager deadlines) {
        cancel(COMMAND_TIMEOUT, deadline, deadlines);
        cancel(HOLD_EXPIRY, expiry, deadlines);
        cancel(RETRY, retry, deadlines);
        deadline = null;
        retry = null;
        expiry = null;
    }

    /** One that is firing, or gone, cannot be cancelled: the command decides, and at worst a pause is shorter. */
    private static void cancel(String name, @Nullable String id, DeadlineManager deadlines) {
        if (id != null) {
            deadlines.cancelSchedule(name, id);
        }
    }
}
