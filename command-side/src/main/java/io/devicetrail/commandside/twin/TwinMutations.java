package io.devicetrail.commandside.twin;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.JsonInput;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.twin.TwinCommand.ChangeDesiredProperties;
import io.devicetrail.domain.twin.TwinId;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TwinMutations {
    private final CommandSender sender;
    private final KnownRecords records;

    TwinMutations(CommandSender sender, KnownRecords records) {
        this.sender = sender;
        this.records = records;
    }

    @MutationMapping
    MutationOutcome changeDesiredProperties(@Argument ChangeDesiredPropertiesInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("changeDesiredProperties", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            DeviceId device = InputIds.device("device", input.device());
            KnownDevice known = records.device(device).orElseThrow(() -> because(new DeviceUnknown(device)));
            TwinId twin = TwinId.of(device);
            ChangeDesiredProperties command = new ChangeDesiredProperties(
                    twin,
                    known.tenant(),
                    device,
                    input.expectedVersion(),
                    JsonInput.object("properties", input.properties()));
            return new Addressed(command, known.tenant(), known.site(), twin.toString(), device.toString());
        });
    }

    /** @param properties a JSON object as graphql-java reads it; null removes one */
    record ChangeDesiredPropertiesInput(
            String device,
            @Nullable Integer expectedVersion,
            Object properties,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
