package io.devicetrail.edge.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Settings of a bridge that reads everything the simulator shows; the register map of the heat meter is here. */
public record ExampleSettings(
        String tenant,
        UUID opcUaDevice,
        UUID modbusDevice,
        String mqttUrl,
        String bufferFile,
        int statusPort,
        int intervalMillis) {

    public Map<String, Object> of(Simulator simulator) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("mqtt", ordered("url", mqttUrl, "clientId", "edge-bridge"));
        settings.put("buffer", ordered("file", bufferFile, "maxMessages", 100_000, "whenFull", "drop-oldest"));
        settings.put("status", ordered("port", statusPort));
        settings.put("sources", List.of(boiler(simulator), heatMeter(simulator)));
        return settings;
    }

    private Map<String, Object> boiler(Simulator simulator) {
        Map<String, Object> source =
                ordered("type", "opcua", "name", "boiler", "tenant", tenant, "device", opcUaDevice.toString());
        source.put("endpoint", simulator.opcUaEndpoint());
        source.put("publishingMillis", intervalMillis);
        // Sampled at the pace of the change, every other value would be missed now and then.
        source.put("samplingMillis", Math.max(1, intervalMillis / 4));
        source.put(
                "values",
                List.of(
                        ordered("node", "ns=2;s=boiler.temperature", "name", "temperature", "unit", "°C"),
                        ordered("node", "ns=2;s=boiler.pressure", "name", "pressure", "unit", "bar"),
                        ordered("node", "ns=2;s=boiler.running", "name", "running"),
                        ordered("node", "ns=2;s=boiler.cycles", "name", "cycles")));
        return source;
    }

    private Map<String, Object> heatMeter(Simulator simulator) {
        Map<String, Object> source =
                ordered("type", "modbus", "name", "heat-meter", "tenant", tenant, "device", modbusDevice.toString());
        source.put("host", "127.0.0.1");
        source.put("port", simulator.modbusPort());
        source.put("pollMillis", intervalMillis);
        source.put(
                "registers",
                List.of(
                        register("flow", "holding", 0, "uint16", "scale", 0.01, "unit", "m3/h"),
                        register("energy", "holding", 1, "uint32", "scale", 0.1, "unit", "kWh"),
                        register("power", "input", 0, "float32", "unit", "kW"),
                        register("outdoor", "input", 2, "int16", "scale", 0.1, "unit", "°C"),
                        register("pump", "coil", 0, "bool"),
                        register("alarm", "discrete", 0, "bool")));
        return source;
    }

    private static Map<String, Object> register(String name, String table, int address, String type, Object... more) {
        Map<String, Object> register = ordered("name", name, "table", table, "address", address, "type", type);
        register.putAll(ordered(more));
        return register;
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
