package io.devicetrail.queryside.devicemodels;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.RulesInForce;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of a device model.
 *
 * @param former null if it is enforced
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
        @Nullable Former former,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "DeviceModel";

    /** The version whose rules hold while this one only reports. */
    public record Former(int version, ModelContract contract) {}

    /** What its devices are held to. */
    public RulesInForce rules() {
        return new RulesInForce(contract, former == null ? null : former.contract());
    }

    public boolean reportOnly() {
        return former != null;
    }

    public @Nullable Integer rulesOf() {
        return former == null ? null : Integer.valueOf(former.version());
    }

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
