package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.reference.CountedFindings;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandOrder.RequestJobCommand;
import io.devicetrail.domain.command.CommandRejection;
import io.devicetrail.domain.command.CommandRejection.DeviceNotConnected;
import io.devicetrail.domain.command.CommandRejection.DeviceNotInService;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.KnownConnectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What stands against telling a device a command at this moment, whatever stood against it at the request. */
@Component
class Obstacles {
    private final References references;
    private final KnownConnectivity connectivity;
    private final OpenCommandLimits limits;
    private final ModelVersionFindings findings;

    Obstacles(
            References references,
            KnownConnectivity connectivity,
            OpenCommandLimits limits,
            ModelVersionFindings findings) {
        this.references = references;
        this.connectivity = connectivity;
        this.limits = limits;
        this.findings = findings;
    }

    /** The definition of a command that nothing speaks against; the room that it takes is given back if it is not stored. */
    CommandDefinition admit(RequestCommand c) {
        CommandDefinition definition = references.requireCommand(c);
        toTheMoment(c.device(), definition.commandClass()).ifPresent(obstacle -> {
            throw because(obstacle);
        });
        limits.admit(c.tenant(), c.device(), c.command());
        note(c);
        return definition;
    }

    /** The same, of a job's share. */
    CommandDefinition admit(RequestJobCommand c, SignaturePolicies policies) {
        CommandDefinition definition = references.requireCommand(c.request());
        Requests.requireFitForJob(c, definition, policies);
        limits.admit(c.tenant(), c.device(), c.command());
        note(c.request());
        return definition;
    }

    private void note(RequestCommand taken) {
        references.findingOf(taken).ifPresent(finding -> CountedFindings.countIfStored(findings, finding));
    }

    /** What held the command back took its time: the device may have been taken out of service, or fallen silent, since. */
    Optional<CommandRejection> to(CommandRequested request) {
        LifeCycle now = references.lifeCycleOf(request.device());
        return now == LifeCycle.ACTIVE
                ? toTheMoment(request.device(), request.commandClass())
                : Optional.of(new DeviceNotInService(now));
    }

    /** What the device became, if it left for good. */
    Optional<LifeCycle> endOf(DeviceId device) {
        return Optional.of(references.lifeCycleOf(device)).filter(LifeCycle::ended);
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
