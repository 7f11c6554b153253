package io.devicetrail.commandside.enrolment;

import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which devices are expected, and where these shall be: no maker says which keys they have. */
record AllowList(PreregisterDevicesInput input, TenantId tenant, SiteId site) {
    record PreregisterDevicesInput(
            String tenant,
            String site,
            String manufacturer,
            String model,
            int modelVersion,
            @Nullable Instant tokensUntil,
            List<RowInput> rows,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record RowInput(String serialNumber, @Nullable String hardwareRevision) {}

    /** As far as it has to be known to ask whether somebody may bring it. */
    static AllowList placed(PreregisterDevicesInput input) {
        return new AllowList(input, InputIds.tenant("tenant", input.tenant()), InputIds.site("site", input.site()));
    }

    List<RowInput> rows() {
        Shape.within("rows", input.rows().size(), 1, FactoryList.MOST_ROWS);
        Set<String> serialNumbers = new HashSet<>();
        for (RowInput row : input.rows()) {
            if (!serialNumbers.add(row.serialNumber().strip())) {
                throw new MalformedInput("rows", "name " + row.serialNumber() + " twice");
            }
        }
        return input.rows();
    }

    RegisterDevice registration(RowInput row) {
        String maker = Shape.text("manufacturer", input.manufacturer());
        String serial = Shape.text("serialNumber", row.serialNumber());
        return new RegisterDevice(
                DeviceId.of(tenant, maker, serial),
                tenant,
                site,
                maker,
                serial,
                InputIds.deviceModel("model", input.model()),
                input.modelVersion(),
                row.hardwareRevision(),
                null,
                null,
                new TreeMap<>());
    }

    Mutation mutation(String name) {
        return new Mutation(name, null, input.reason(), input.reasonCode());
    }
}
