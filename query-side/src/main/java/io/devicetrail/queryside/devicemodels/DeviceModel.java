package io.devicetrail.queryside.devicemodels;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.UUID;

/**
 * One version of a device model.
 *
 * @param position log index of the last event that is in it
 */
public record DeviceModel(
        UUID deviceModelId,
        int version,
        String tenant,
        String manufacturer,
        String name,
        boolean deprecated,
        ModelContract contract,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "DeviceModel";

    /** What a device refers to. */
    public record Key(UUID model, int version) {}

    public Key key() {
        return new Key(deviceModelId, version);
    }

    public String id() {
        return GlobalId.of(TYPE, deviceModelId + ":" + version);
    }

    public int heartbeatSeconds() {
        return contract.heartbeatSeconds();
    }

    public List<ModelContract.TelemetryDefinition> telemetry() {
        return contract.telemetry();
    }

    public List<ModelContract.PropertyDefinition> properties() {
        return contract.properties();
    }

    public List<ModelContract.CommandDefinition> commands() {
        return contract.commands();
    }
}
