package io.devicetrail.sagas.enrolment;

import io.devicetrail.domain.device.DeviceCommand.MoveDevice;
import io.devicetrail.domain.device.DeviceRejection.NothingToChange;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceClaimed;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.MetaData;
import org.springframework.stereotype.Component;

/** A device that was claimed goes to where its owner wants it; one that is there stays. */
@Component
@ProcessingGroup("device-claim")
class WhenClaimedThenMoveDevice {
    static final Caller CALLER = Caller.process("device-claim");

    private final CommandGateway commands;
    private final LogPositions positions;

    WhenClaimedThenMoveDevice(CommandGateway commands, LogPositions positions) {
        this.commands = commands;
        this.positions = positions;
    }

    @EventHandler
    void on(DeviceClaimed claimed, MetaData metadata) {
        Reaction.send(
                commands,
                positions,
                CALLER,
                metadata,
                claimed.device().toString(),
                new MoveDevice(claimed.device(), claimed.site()),
                NothingToChange.class);
    }
}
