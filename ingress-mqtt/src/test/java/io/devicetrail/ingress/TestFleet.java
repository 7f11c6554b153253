package io.devicetrail.ingress;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.contract.ProjectedContracts;
import java.util.List;
import java.util.TreeMap;

/** A model and devices of it, told by their events. */
public final class TestFleet {
    public static final TenantId ACME = new TenantId("acme");
    public static final int LEASE_SECONDS = 10;
    public static final DeviceModelId MODEL = DeviceModelId.of(ACME, "Sensirion", "thermo");

    private TestFleet() {}

    public static DeviceId device(String serialNumber) {
        return DeviceId.of(ACME, "Sensirion", serialNumber);
    }

    public static DeviceModelEvent published() {
        return published(1, 125);
    }

    /** A version whose sensor can be as hot as {@code maximum}. */
    public static DeviceModelEvent published(int version, double maximum) {
        ModelContract contract = new ModelContract(
                LEASE_SECONDS,
                List.of(
                        new TelemetryDefinition("temperature", ValueType.NUMBER, "°C", -40.0, maximum),
                        new TelemetryDefinition("count", ValueType.INTEGER, null, null, null),
                        new TelemetryDefinition("open", ValueType.BOOLEAN, null, null, null),
                        new TelemetryDefinition("label", ValueType.TEXT, null, null, null)),
                List.of(
                        new PropertyDefinition("interval", ValueType.INTEGER, "s", PropertyDirection.DESIRED, false),
                        new PropertyDefinition("limit", ValueType.NUMBER, "°C", PropertyDirection.DESIRED, false),
                        new PropertyDefinition("sealed", ValueType.BOOLEAN, null, PropertyDirection.REPORTED, true),
                        new PropertyDefinition("firmware", ValueType.TEXT, null, PropertyDirection.REPORTED, true),
                        new PropertyDefinition("battery", ValueType.NUMBER, "V", PropertyDirection.REPORTED, false)),
                List.of());
        return new DeviceModelEvent.DeviceModelVersionPublished(MODEL, ACME, "Sensirion", "thermo", version, contract);
    }

    public static DeviceEvent registered(String serialNumber) {
        return new DeviceEvent.DeviceRegistered(
                device(serialNumber),
                ACME,
                SiteId.of(ACME, "zrh"),
                "Sensirion",
                serialNumber,
                MODEL,
                1,
                null,
                null,
                null,
                new TreeMap<>());
    }

    public static DeviceEvent retired(String serialNumber) {
        return new DeviceEvent.DeviceRetired(device(serialNumber), LifeCycle.ACTIVE);
    }

    public static DeviceEvent goesBy(String serialNumber, int from, int to) {
        return new DeviceEvent.DeviceModelVersionChanged(device(serialNumber), from, to);
    }

    public static void register(ProjectedContracts projection, String... serialNumbers) {
        projection.on(published());
        for (String serialNumber : serialNumbers) {
            projection.on(registered(serialNumber));
        }
    }

    public static String telemetryTopic(String serialNumber) {
        return "dt/v1/acme/" + device(serialNumber) + "/telemetry";
    }

    public static String presenceTopic(String serialNumber) {
        return "dt/v1/acme/" + device(serialNumber) + "/presence";
    }

    public static String stateTopic(String serialNumber) {
        return "dt/v1/acme/" + device(serialNumber) + "/state";
    }

    public static String temperature(String boot, long seq, double value, String at) {
        return """
                {"boot":"%s","seq":%d,"at":"%s","values":[{"name":"temperature","value":%s}]}""".formatted(boot, seq, at, value);
    }
}
