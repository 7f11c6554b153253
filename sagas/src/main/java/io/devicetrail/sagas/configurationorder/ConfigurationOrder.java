package io.devicetrail.sagas.configurationorder;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandQueued;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder;
import io.devicetrail.domain.command.CommandOrder.DequeueCommand;
import io.devicetrail.domain.command.CommandOrder.TurnAwayCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.NamedId;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of one device, from the first that waits to the end of the last: the next one goes when the former has
 * ended, however it ended. What a command is asked a second time, after a crash say, it takes no notice of.
 *
 * <p>Public because Axon makes sagas by a public constructor.
 */
@Saga
@ProcessingGroup("saga-configuration-order")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class ConfigurationOrder {
    /** Most that wait for one device; one more expires at once, and its event says so. */
    static final int MOST_WAITING = 50;

    static final Caller CALLER = Caller.process("configuration-order-saga");

    private static final String DEVICE = "device";

    /** Whose turn it is; null before the first. */
    private @Nullable CommandId current;
    /** In their order; none of them twice. Not final, or it would not be read back. */
    private List<CommandId> waiting = new ArrayList<>();

    @StartSaga
    @SagaEventHandler(associationProperty = DEVICE)
    void on(CommandQueued e, MetaData metadata, CommandGateway commands, KnownCommands known) {
        goOn(null, metadata, commands, known);
        if (current == null) {
            current = e.command();
            send(new DequeueCommand(e.command()), metadata, commands);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(e.command());
        } else {
            send(new TurnAwayCommand(e.command(), waiting.size()), metadata, commands);
        }
    }

    @SagaEventHandler(associationProperty = DEVICE)
    void on(CommandAnswered e, MetaData metadata, CommandGateway commands, KnownCommands known) {
        if (e.answer().state().ended()) {
            ended(e.command(), metadata, commands, known);
        }
    }

    @SagaEventHandler(associationProperty = DEVICE)
    void on(CommandTimedOut e, MetaData metadata, CommandGateway commands, KnownCommands known) {
        ended(e.command(), metadata, commands, known);
    }

    @SagaEventHandler(associationProperty = DEVICE)
    void on(CommandExpired e, MetaData metadata, CommandGateway commands, KnownCommands known) {
        ended(e.command(), metadata, commands, known);
    }

    @SagaEventHandler(associationProperty = DEVICE)
    void on(CommandCancelled e, MetaData metadata, CommandGateway commands, KnownCommands known) {
        ended(e.command(), metadata, commands, known);
    }

    /** The next ones are withdrawn as well: asked for their turn they find the same. */
    @SagaEventHandler(associationProperty = DEVICE)
    void on(CommandWithdrawn e, MetaData metadata, CommandGateway commands, KnownCommands known) {
        ended(e.command(), metadata, commands, known);
    }

    /** Any command of the device: most are not in this order. */
    private void ended(CommandId command, MetaData metadata, CommandGateway commands, KnownCommands known) {
        if (!waiting.remove(command) && !command.equals(current)) {
            return;
        }
        goOn(command, metadata, commands, known);
        if (current == null) {
            SagaLifecycle.end();
        }
    }

    /**
     * To the first that has not ended. The log is asked, too, of 51 commands at most: an end that was given up as a dead
     * letter never came here, and the rest would wait behind it for ever.
     */
    private void goOn(@Nullable CommandId over, MetaData metadata, CommandGateway commands, KnownCommands known) {
        CommandId next = current;
        while (next != null && (next.equals(over) || hasEnded(next, known))) {
            next = waiting.isEmpty() ? null : waiting.removeFirst();
        }
        CommandId before = current;
        current = next;
        if (next != null && !next.equals(before)) {
            send(new DequeueCommand(next), metadata, commands);
        }
    }

    private static boolean hasEnded(CommandId command, KnownCommands known) {
        return known.command(command).map(one -> one.state().ended()).orElse(false);
    }

    /** Fails if the command cannot be sent: the processor then tries the event again, with the saga as it was before. */
    private static void send(CommandOrder order, MetaData metadata, CommandGateway commands) {
        String name = order.getClass().getName();
        commands.sendAndWait(new GenericCommandMessage<>(
                new GenericMessage<>(
                        NamedId.of(name, order.command().toString()).toString(),
                        order,
                        CALLER.toMetadata(String.valueOf(metadata.get(Metadata.TENANT)))),
                name));
    }
}
