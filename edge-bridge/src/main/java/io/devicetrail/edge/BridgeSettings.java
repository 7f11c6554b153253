package io.devicetrail.edge;

import io.devicetrail.edge.buffer.BufferSettings;
import io.devicetrail.edge.modbus.ModbusSettings;
import io.devicetrail.edge.opcua.OpcUaSettings;
import io.devicetrail.edge.settings.JsonSection;
import io.devicetrail.edge.settings.Problems;
import io.devicetrail.edge.source.EdgeDevice;
import io.devicetrail.edge.uplink.MqttSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Everything one bridge does, from one JSON file.
 *
 * @param statusPort 0 for any free port, {@link #NO_STATUS} for no status page
 */
public record BridgeSettings(
        MqttSettings mqtt,
        BufferSettings buffer,
        int statusPort,
        int logSeconds,
        List<OpcUaSettings> opcUa,
        List<ModbusSettings> modbus) {

    public static final int NO_STATUS = -1;

    private static final UUID NO_DEVICE = new UUID(0, 0);
    /** A topic level: no separators, no wildcards. */
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public static BridgeSettings read(Path file) {
        Problems problems = new Problems();
        JsonSection root = problems.root(file);
        root.allow("mqtt", "buffer", "status", "logSeconds", "sources");
        Path parent = file.toAbsolutePath().getParent();
        Path folder = parent == null ? Path.of("").toAbsolutePath() : parent;
        List<OpcUaSettings> opcUa = new ArrayList<>();
        List<ModbusSettings> modbus = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonSection source : root.sections("sources")) {
            EdgeDevice device = device(source);
            String type = source.text("type");
            String name = source.text("name", type + "-" + device.id());
            if (!names.add(name)) {
                source.problem("name", "is used twice: " + name);
            }
            switch (type) {
                case "opcua" -> opcUa.add(OpcUaSettings.read(source, name, device));
                case "modbus" -> modbus.add(ModbusSettings.read(source, name, device));
                case "" -> {}
                default -> source.problem("type", "must be one of opcua, modbus");
            }
        }
        BridgeSettings settings = new BridgeSettings(
                MqttSettings.read(root.section("mqtt"), folder),
                BufferSettings.read(root.section("buffer"), folder),
                statusPort(root),
                root.integer("logSeconds", 60, 1, 86_400),
                List.copyOf(opcUa),
                List.copyOf(modbus));
        problems.throwIfAny();
        return settings;
    }

    private static int statusPort(JsonSection root) {
        if (!root.has("status")) {
            return NO_STATUS;
        }
        JsonSection status = root.section("status");
        status.allow("port");
        return status.integer("port", 0, 65_535);
    }

    private static EdgeDevice device(JsonSection source) {
        String tenant = source.text("tenant");
        if (!tenant.isEmpty() && !TENANT.matcher(tenant).matches()) {
            source.problem("tenant", "may hold letters, digits, dot, hyphen and underscore only");
        }
        String id = source.text("device");
        try {
            UUID uuid = id.isEmpty() ? NO_DEVICE : UUID.fromString(id);
            // The receiver compares text: only the canonical form is the device's topic.
            if (!id.isEmpty() && !uuid.toString().equals(id)) {
                source.problem("device", "must be a UUID in lower case");
            }
            return new EdgeDevice(tenant, uuid);
        } catch (IllegalArgumentException e) {
            source.problem("device", "must be a UUID, the device's id");
            return new EdgeDevice(tenant, NO_DEVICE);
        }
    }
}
