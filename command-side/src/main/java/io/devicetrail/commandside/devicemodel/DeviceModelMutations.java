package io.devicetrail.commandside.devicemodel;

import io.devicetrail.commandside.Rejected;
import io.devicetrail.commandside.reference.KnownModel;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.Compatibility;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.DeprecateDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.EnforceDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.PublishDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.ArgumentDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class DeviceModelMutations {
    private final CommandSender sender;
    private final KnownRecords records;

    DeviceModelMutations(CommandSender sender, KnownRecords records) {
        this.sender = sender;
        this.records = records;
    }

    @MutationMapping
    MutationOutcome publishDeviceModelVersion(
            @Argument PublishDeviceModelVersionInput input, @ContextValue Caller caller) {
        return sender.send(caller, Mutation.of("publishDeviceModelVersion", input.clientMutationId()), () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            String manufacturer = Shape.text("manufacturer", input.manufacturer());
            String name = Shape.text("name", input.name());
            DeviceModelId model = DeviceModelId.of(tenant, manufacturer, name);
            return new Addressed(
                    new PublishDeviceModelVersion(
                            model,
                            tenant,
                            manufacturer,
                            name,
                            input.version(),
                            input.contract(),
                            input.compatibility(),
                            input.reportOnly()),
                    tenant,
                    null,
                    model.toString(),
                    String.valueOf(input.version()));
        });
    }

    @MutationMapping
    MutationOutcome deprecateDeviceModelVersion(
            @Argument DeprecateDeviceModelVersionInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("deprecateDeviceModelVersion", input.clientMutationId(), input.reason(), null);
        return sender.send(caller, mutation, () -> {
            DeviceModelId model = InputIds.deviceModel("deviceModel", input.deviceModel());
            DeprecateDeviceModelVersion made = new DeprecateDeviceModelVersion(model, input.version());
            KnownModel known = records.model(model)
                    .orElseThrow(() -> Rejected.because(new ModelVersionUnknown(model, input.version())));
            return new Addressed(made, known.tenant(), null, model.toString(), String.valueOf(input.version()));
        });
    }

    @MutationMapping
    MutationOutcome enforceDeviceModelVersion(
            @Argument EnforceDeviceModelVersionInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("enforceDeviceModelVersion", input.clientMutationId(), input.reason(), null);
        return sender.send(caller, mutation, () -> {
            DeviceModelId model = InputIds.deviceModel("deviceModel", input.deviceModel());
            EnforceDeviceModelVersion made = new EnforceDeviceModelVersion(model, input.version());
            KnownModel known = records.model(model)
                    .orElseThrow(() -> Rejected.because(new ModelVersionUnknown(model, input.version())));
            return new Addressed(made, known.tenant(), null, model.toString(), String.valueOf(input.version()));
        });
    }

    record EnforceDeviceModelVersionInput(
            String deviceModel,
            int version,
            String reason,
            @Nullable String clientMutationId) {}

    record PublishDeviceModelVersionInput(
            String tenant,
            String manufacturer,
            String name,
            int version,
            int heartbeatSeconds,
            List<TelemetryDefinitionInput> telemetry,
            List<PropertyDefinitionInput> properties,
            List<CommandDefinitionInput> commands,
            Compatibility compatibility,
            boolean reportOnly,
            @Nullable String clientMutationId) {

        ModelContract contract() {
            return new ModelContract(
                    heartbeatSeconds,
                    telemetry.stream().map(TelemetryDefinitionInput::definition).toList(),
                    properties.stream().map(PropertyDefinitionInput::definition).toList(),
                    commands.stream().map(CommandDefinitionInput::definition).toList());
        }
    }

    record DeprecateDeviceModelVersionInput(
            String deviceModel,
            int version,
            String reason,
            @Nullable String clientMutationId) {}

    record TelemetryDefinitionInput(
            String name,
            ValueType type,
            @Nullable String unit,
            @Nullable Double minimum,
            @Nullable Double maximum) {
        TelemetryDefinition definition() {
            return new TelemetryDefinition(name, type, Shape.optionalText("unit", unit), minimum, maximum);
        }
    }

    record PropertyDefinitionInput(
            String name, ValueType type, @Nullable String unit, PropertyDirection direction, boolean audited) {
        PropertyDefinition definition() {
            return new PropertyDefinition(name, type, Shape.optionalText("unit", unit), direction, audited);
        }
    }

    record CommandDefinitionInput(
            String name,
            List<ArgumentDefinitionInput> arguments,
            int timeoutSeconds,
            CommandClass commandClass,
            @Nullable RetryPolicyInput retry,
            boolean twoPersons) {
        CommandDefinition definition() {
            return new CommandDefinition(
                    name,
                    arguments.stream().map(ArgumentDefinitionInput::definition).toList(),
                    timeoutSeconds,
                    commandClass,
                    retry == null ? null : retry.policy(),
                    twoPersons);
        }
    }

    record RetryPolicyInput(
            int attempts,
            int firstPauseSeconds,
            double factor,
            int longestPauseSeconds,
            List<String> retryOn,
            boolean escalates) {
        RetryPolicy policy() {
            return new RetryPolicy(attempts, firstPauseSeconds, factor, longestPauseSeconds, retryOn, escalates);
        }
    }

    record ArgumentDefinitionInput(String name, ValueType type, boolean required) {
        ArgumentDefinition definition() {
            return new ArgumentDefinition(name, type, required);
        }
    }
}
