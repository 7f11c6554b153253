package io.devicetrail.queryside.devicedetails;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.queryside.devicemodels.DeviceModel;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A device as the log has it up to {@code position}. */
public record Device(
        UUID deviceId,
        String tenant,
        UUID siteId,
        String manufacturer,
        String serialNumber,
        DeviceModel.Key modelKey,
        @Nullable String hardwareRevision,
        @Nullable String batch,
        @Nullable UUID gatewayId,
        List<Tag> tags,
        LifeCycle lifeCycle,
        @Nullable UUID replacementId,
        @Nullable ConnectivityState connectivity,
        Instant registeredAt,
        long registeredPosition,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "Device";

    public record Tag(String name, String value) {}

    public record ConnectivityState(Connectivity value, List<String> reasons, Instant since, Instant lastActivityAt) {}

    public String id() {
        return GlobalId.of(TYPE, deviceId);
    }
}
