package io.devicetrail.edge.modbus;

import io.devicetrail.edge.settings.JsonSection;
import io.devicetrail.edge.source.EdgeDevice;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One Modbus TCP device and its register map. */
public record ModbusSettings(
        String name,
        EdgeDevice device,
        String host,
        int port,
        Duration pollInterval,
        Duration timeout,
        List<ModbusRegister> registers) {

    public static ModbusSettings read(JsonSection section, String name, EdgeDevice device) {
        section.allow(
                "type",
                "name",
                "tenant",
                "device",
                "host",
                "port",
                "unitId",
                "pollMillis",
                "timeoutMillis",
                "registers");
        int unitId = section.integer("unitId", 1, 0, 255);
        Set<String> names = new HashSet<>();
        List<ModbusRegister> registers = section.sections("registers").stream()
                .map(entry -> {
                    ModbusRegister register = ModbusRegister.read(entry, unitId);
                    if (!register.name().isEmpty() && !names.add(register.name())) {
                        entry.problem("name", "is used twice: " + register.name());
                    }
                    return register;
                })
                .toList();
        return new ModbusSettings(
                name,
                device,
                section.text("host"),
                section.integer("port", 502, 1, 65_535),
                Duration.ofMillis(section.integer("pollMillis", 1_000, 20, 86_400_000)),
                Duration.ofMillis(section.integer("timeoutMillis", 1_000, 10, 60_000)),
                registers);
    }
}
