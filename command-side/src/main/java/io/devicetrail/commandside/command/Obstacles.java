package io.devicetrail.commandside.command;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandRejection;
import io.devicetrail.domain.command.CommandRejection.DeviceNotConnected;
import io.devicetrail.domain.command.CommandRejection.DeviceNotInService;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.KnownConnectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.CommandClass;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What stands against telling a device a command at this moment, whatever stood against it at the request. */
@Component
class Obstacles {
    private final References references;
    private final KnownConnectivity connectivity;
    private final OpenCommandLimits limits;

    Obstacles(References references, KnownConnectivity connectivity, OpenCommandLimits limits) {
        this.references = references;
        this.connectivity = connectivity;
        this.limits = limits;
    }

    /** The last check of a request: what it takes is given back only if the request is not stored. */
    void requireRoom(RequestCommand request) {
        limits.admit(request.tenant(), request.device(), request.command());
    }

    /** What held the command back took its time: the device may have been taken out of service, or fallen silent, since. */
    Optional<CommandRejection> to(CommandRequested request) {
        LifeCycle now = references.lifeCycleOf(request.device());
        return now == LifeCycle.ACTIVE
                ? toTheMoment(request.device(), request.commandClass())
                : Optional.of(new DeviceNotInService(now));
    }

    /** Of a command of real time: that the device is known not to hear it. One that was never judged may. */
    Optional<CommandRejection> toTheMoment(DeviceId device, CommandClass of) {
        return of == CommandClass.REAL_TIME
                ? connectivity
                        .of(device)
                        .filter(known -> known == Connectivity.OFFLINE || known == Connectivity.STALE)
                        .map(DeviceNotConnected::new)
                : Optional.empty();
    }
}
