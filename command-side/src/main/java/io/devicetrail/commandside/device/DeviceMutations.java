package io.devicetrail.commandside.device;

import io.devicetrail.commandside.Rejected;
import io.devicetrail.commandside.device.DeviceInputs.AttachDeviceToGatewayInput;
import io.devicetrail.commandside.device.DeviceInputs.ChangeDeviceModelVersionInput;
import io.devicetrail.commandside.device.DeviceInputs.DeviceInput;
import io.devicetrail.commandside.device.DeviceInputs.DeviceLifeCycleInput;
import io.devicetrail.commandside.device.DeviceInputs.MoveDeviceInput;
import io.devicetrail.commandside.device.DeviceInputs.RegisterDeviceInput;
import io.devicetrail.commandside.device.DeviceInputs.ReplaceDeviceInput;
import io.devicetrail.commandside.device.DeviceInputs.ReviseDeviceHardwareInput;
import io.devicetrail.commandside.device.DeviceInputs.TagDeviceInput;
import io.devicetrail.commandside.device.DeviceInputs.UntagDeviceInput;
import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.device.DeviceCommand;
import io.devicetrail.domain.device.DeviceCommand.AttachDeviceToGateway;
import io.devicetrail.domain.device.DeviceCommand.ChangeDeviceModelVersion;
import io.devicetrail.domain.device.DeviceCommand.CommissionDevice;
import io.devicetrail.domain.device.DeviceCommand.EnrolDevice;
import io.devicetrail.domain.device.DeviceCommand.MoveDevice;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceCommand.ReplaceDevice;
import io.devicetrail.domain.device.DeviceCommand.ResumeDevice;
import io.devicetrail.domain.device.DeviceCommand.RetireDevice;
import io.devicetrail.domain.device.DeviceCommand.ReturnDeviceFromRepair;
import io.devicetrail.domain.device.DeviceCommand.ReviseDeviceHardware;
import io.devicetrail.domain.device.DeviceCommand.SendDeviceToRepair;
import io.devicetrail.domain.device.DeviceCommand.SuspendDevice;
import io.devicetrail.domain.device.DeviceCommand.TagDevice;
import io.devicetrail.domain.device.DeviceCommand.UntagDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import java.util.function.Function;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class DeviceMutations {
    private final CommandSender sender;
    private final KnownRecords records;

    DeviceMutations(CommandSender sender, KnownRecords records) {
        this.sender = sender;
        this.records = records;
    }

    @MutationMapping
    MutationOutcome registerDevice(@Argument RegisterDeviceInput input, @ContextValue Caller caller) {
        return sender.send(caller, Mutation.of("registerDevice", input.clientMutationId()), () -> {
            RegisterDevice command = input.command();
            return new Addressed(
                    command, command.tenant(), command.site(), command.device().toString(), null);
        });
    }

    @MutationMapping
    MutationOutcome enrolDevice(@Argument DeviceLifeCycleInput input, @ContextValue Caller caller) {
        return send("enrolDevice", input, caller, EnrolDevice::new);
    }

    @MutationMapping
    MutationOutcome commissionDevice(@Argument DeviceLifeCycleInput input, @ContextValue Caller caller) {
        return send("commissionDevice", input, caller, CommissionDevice::new);
    }

    @MutationMapping
    MutationOutcome suspendDevice(@Argument DeviceLifeCycleInput input, @ContextValue Caller caller) {
        return send("suspendDevice", input, caller, SuspendDevice::new);
    }

    @MutationMapping
    MutationOutcome resumeDevice(@Argument DeviceLifeCycleInput input, @ContextValue Caller caller) {
        return send("resumeDevice", input, caller, ResumeDevice::new);
    }

    @MutationMapping
    MutationOutcome sendDeviceToRepair(@Argument DeviceLifeCycleInput input, @ContextValue Caller caller) {
        return send("sendDeviceToRepair", input, caller, SendDeviceToRepair::new);
    }

    @MutationMapping
    MutationOutcome returnDeviceFromRepair(@Argument DeviceLifeCycleInput input, @ContextValue Caller caller) {
        return send("returnDeviceFromRepair", input, caller, ReturnDeviceFromRepair::new);
    }

    @MutationMapping
    MutationOutcome retireDevice(@Argument DeviceLifeCycleInput input, @ContextValue Caller caller) {
        return send("retireDevice", input, caller, RetireDevice::new);
    }

    @MutationMapping
    MutationOutcome replaceDevice(@Argument ReplaceDeviceInput input, @ContextValue Caller caller) {
        return send(
                "replaceDevice",
                input,
                caller,
                device -> new ReplaceDevice(device, InputIds.device("replacement", input.replacement())));
    }

    @MutationMapping
    MutationOutcome moveDevice(@Argument MoveDeviceInput input, @ContextValue Caller caller) {
        return send("moveDevice", input, caller, device -> new MoveDevice(device, InputIds.site("site", input.site())));
    }

    @MutationMapping
    MutationOutcome attachDeviceToGateway(@Argument AttachDeviceToGatewayInput input, @ContextValue Caller caller) {
        return send(
                "attachDeviceToGateway", input, caller, device -> new AttachDeviceToGateway(device, input.gatewayId()));
    }

    @MutationMapping
    MutationOutcome tagDevice(@Argument TagDeviceInput input, @ContextValue Caller caller) {
        return send("tagDevice", input, caller, device -> new TagDevice(device, input.name(), input.value()));
    }

    @MutationMapping
    MutationOutcome untagDevice(@Argument UntagDeviceInput input, @ContextValue Caller caller) {
        return send("untagDevice", input, caller, device -> new UntagDevice(device, input.name()));
    }

    @MutationMapping
    MutationOutcome reviseDeviceHardware(@Argument ReviseDeviceHardwareInput input, @ContextValue Caller caller) {
        return send(
                "reviseDeviceHardware",
                input,
                caller,
                device -> new ReviseDeviceHardware(device, input.hardwareRevision()));
    }

    @MutationMapping
    MutationOutcome changeDeviceModelVersion(
            @Argument ChangeDeviceModelVersionInput input, @ContextValue Caller caller) {
        return send(
                "changeDeviceModelVersion",
                input,
                caller,
                device -> new ChangeDeviceModelVersion(device, input.modelVersion()));
    }

    /** The tenant and the site in the entry are the device's own, read from its events, whatever the caller believes. */
    private MutationOutcome send(
            String name, DeviceInput input, Caller caller, Function<DeviceId, DeviceCommand> command) {
        Mutation mutation = new Mutation(name, input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            DeviceId device = InputIds.device("device", input.device());
            // What is wrong with the input is said before it is known whether there is such a device.
            DeviceCommand made = command.apply(device);
            KnownDevice known = records.device(device).orElseThrow(() -> Rejected.because(new DeviceUnknown(device)));
            return new Addressed(made, known.tenant(), known.site(), device.toString(), null);
        });
    }
}
