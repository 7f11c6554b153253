package io.devicetrail.sagas.commandwithdrawal;

import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.WithdrawCommand;
import io.devicetrail.domain.command.OpenCommands;
import io.devicetrail.domain.device.DeviceEvent.LifeCycleEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.EndedDevices;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.sagas.step.Steps;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * No command of a device that was retired, replaced or handed over stays open. The commands are found where they are
 * projected, once that has seen the device's end. A request that was let pass before that end and stored after it is found
 * by its own event.
 *
 * <p>Keeps nothing: after a crash the event is read again, and a command that has ended takes no notice.
 */
@Component
@ProcessingGroup("command-withdrawal")
class WhenDeviceEndedThenWithdrawCommands {
    static final Caller CALLER = Caller.process("command-withdrawal");

    /** Commands that are looked up at once; a device has as many as the limit of open commands lets it have. */
    static final int PAGE = 500;

    private final CommandGateway commands;
    private final LogPositions positions;
    private final OpenCommands open;
    private final EndedDevices ended;

    WhenDeviceEndedThenWithdrawCommands(
            CommandGateway commands, LogPositions positions, OpenCommands open, EndedDevices ended) {
        this.commands = commands;
        this.positions = positions;
        this.open = open;
        this.ended = ended;
    }

    @EventHandler
    void on(LifeCycleEvent step, MetaData metadata, TrackingToken token, EventMessage<?> message)
            throws TimeoutException {
        if (step.to().ended()) {
            withdrawAll(step.device(), token.position().orElseThrow(), metadata, message);
        }
    }

    /** By the ids of the commands: those that were withdrawn just now may still seem open. */
    private void withdrawAll(DeviceId device, long position, MetaData metadata, EventMessage<?> message)
            throws TimeoutException {
        @Nullable CommandId last = null;
        List<CommandId> page;
        do {
            page = open.nextOf(device, position, last, PAGE);
            for (CommandId command : page) {
                withdraw(command, metadata, message);
                last = command;
            }
        } while (page.size() == PAGE);
    }

    @EventHandler
    void on(CommandRequested requested, MetaData metadata, EventMessage<?> message) {
        if (ended.hasEnded(requested.device())) {
            withdraw(requested.command(), metadata, message);
        }
    }

    private void withdraw(CommandId command, MetaData metadata, EventMessage<?> message) {
        SiteId site = metadata.get(Metadata.SITE) instanceof String text ? SiteId.parse(text) : null;
        Optional<Rejection> refused = new Steps(commands, positions, CALLER, message.getIdentifier())
                .take(
                        "withdraw " + command,
                        new TenantId(String.valueOf(metadata.get(Metadata.TENANT))),
                        site,
                        null,
                        new WithdrawCommand(command));
        refused.ifPresent(rejection -> {
            throw new IllegalStateException("command " + command + " was not withdrawn: " + rejection.code());
        });
    }
}
