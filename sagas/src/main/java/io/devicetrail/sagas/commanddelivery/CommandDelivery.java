package io.devicetrail.sagas.commanddelivery;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    /** Due the command's {@code timeoutSeconds} after its request was recorded, however late that is read. */
    static final String COMMAND_TIMEOUT = "command-timeout";

    static final Caller CALLER = Caller.process("command-delivery-saga");

    private static final String COMMAND = "command";
    private static final Logger LOG = LoggerFactory.getLogger(CommandDelivery.class);

    private @Nullable TenantId tenant;
    /** Null before the deadline is set and after it has fired. */
    private @Nullable String deadline;

    @StartSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandRequested e, @Timestamp Instant requestedAt, DeadlineManager deadlines) {
        tenant = e.tenant();
        deadline = deadlines.schedule(
                requestedAt.plusSeconds(e.timeoutSeconds()),
                COMMAND_TIMEOUT,
                e.command().toString());
    }

    /** Fails if the command cannot be sent: the scheduler then tries again, the saga and its deadline stay. */
    @DeadlineHandler(deadlineName = COMMAND_TIMEOUT)
    void onTimeout(String commandId, CommandGateway commands) {
        if (tenant == null) {
            throw new IllegalStateException("a command's deadline fired before its request was seen");
        }
        String messageId = NamedId.of(COMMAND_TIMEOUT, commandId).toString();
        commands.sendAndWait(new GenericCommandMessage<>(
                new GenericMessage<>(
                        messageId,
                        new TimeOutCommand(CommandId.parse(commandId)),
                        CALLER.toMetadata(tenant.toString())),
                TimeOutCommand.class.getName()));
        deadline = null;
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandAnswered e, DeadlineManager deadlines) {
        if (e.answer().state().ended()) {
            cancelDeadline(deadlines);
            SagaLifecycle.end();
        }
    }

    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandTimedOut e, DeadlineManager deadlines) {
        cancelDeadline(deadlines);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandCancelled e, DeadlineManager deadlines) {
        cancelDeadline(deadlines);
    }

    /** A deadline that is firing, or gone, cannot be cancelled; it would find the command ended anyway. */
    private void cancelDeadline(DeadlineManager deadlines) {
        if (deadline == null) {
            return;
        }
        try {
            deadlines.cancelSchedule(COMMAND_TIMEOUT, deadline);
        } catch (RuntimeException e) {
            LOG.debug("deadline {} was not there to cancel", deadline, e);
        }
        deadline = null;
    }
}
