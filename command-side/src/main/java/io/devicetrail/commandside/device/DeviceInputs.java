package io.devicetrail.commandside.device;

import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The inputs of the device mutations, as the schema has them. */
final class DeviceInputs {
    private DeviceInputs() {}

    /** What every change of a registered device says. */
    sealed interface DeviceInput {
        String device();

        String reason();

        @Nullable String reasonCode();

        @Nullable String clientMutationId();
    }

    record RegisterDeviceInput(
            String tenant,
            String site,
            String manufacturer,
            String serialNumber,
            String model,
            int modelVersion,
            @Nullable String hardwareRevision,
            @Nullable String batch,
            @Nullable String gateway,
            List<TagInput> tags,
            @Nullable String clientMutationId) {

        RegisterDevice command() {
            TenantId tenantId = InputIds.tenant("tenant", tenant);
            String maker = Shape.text("manufacturer", manufacturer);
            String serial = Shape.text("serialNumber", serialNumber);
            return new RegisterDevice(
                    DeviceId.of(tenantId, maker, serial),
                    tenantId,
                    InputIds.site("site", site),
                    maker,
                    serial,
                    InputIds.deviceModel("model", model),
                    modelVersion,
                    hardwareRevision,
                    batch,
                    gateway == null ? null : InputIds.device("gateway", gateway),
                    tagsByName());
        }

        private SortedMap<String, String> tagsByName() {
            SortedMap<String, String> byName = new TreeMap<>();
            for (TagInput tag : tags) {
                if (byName.put(Shape.text("tags", tag.name()), Shape.text("tags", tag.value())) != null) {
                    throw new MalformedInput("tags", "name " + tag.name() + " twice");
                }
            }
            return byName;
        }
    }

    record TagInput(String name, String value) {}

    record DeviceLifeCycleInput(
            String device,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) implements DeviceInput {}

    record ReplaceDeviceInput(
            String device,
            String replacement,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId)
            implements DeviceInput {}

    record MoveDeviceInput(
            String device,
            String site,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) implements DeviceInput {}

    record AttachDeviceToGatewayInput(
            String device,
            @Nullable String gateway,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId)
            implements DeviceInput {
        @Nullable DeviceId gatewayId() {
            return gateway == null ? null : InputIds.device("gateway", gateway);
        }
    }

    record TagDeviceInput(
            String device,
            String name,
            String value,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId)
            implements DeviceInput {}

    record UntagDeviceInput(
            String device,
            String name,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) implements DeviceInput {}

    record ReviseDeviceHardwareInput(
            String device,
            String hardwareRevision,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId)
            implements DeviceInput {}

    record ChangeDeviceModelVersionInput(
            String device,
            int modelVersion,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId)
            implements DeviceInput {}
}
