package io.devicetrail.app.demo;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the simulated machines measure: a boiler behind OPC UA and a heat meter behind Modbus, one model for both. */
final class PlantModel {
    static final List<Map<String, Object>> TELEMETRY = List.of(
            Registration.number("temperature", "°C", 0, 150),
            Registration.number("pressure", "bar", 0, 10),
            Registration.plain("running", "BOOLEAN"),
            Registration.plain("cycles", "INTEGER"),
            Registration.number("flow", "m3/h", 0, 100),
            Registration.number("energy", "kWh", 0, 1e9),
            Registration.number("power", "kW", 0, 1_000),
            Registration.number("outdoor", "°C", -60, 60),
            Registration.plain("pump", "BOOLEAN"),
            Registration.plain("alarm", "BOOLEAN"));

    private static final int MOST_POINTS = 5_000;

    private PlantModel() {}

    /** Messages in the bridge's buffer; -1 while the bridge does not answer. */
    static long buffered(JsonNode status) {
        return status.path("buffered").asLong(-1);
    }

    /** The boiler's cycle counter as stored, between two times: it counts by one, so a lost value shows as a hole. */
    static List<Long> cyclesBetween(GraphQlClient api, String boiler, String from, String to) {
        JsonNode points = api.ask("""
                        query($id: ID!, $from: DateTime!, $to: DateTime!, $points: Int!) { device(id: $id) {
                          telemetry(name: "cycles", from: $from, to: $to, points: $points) {
                            downsampled points { last count } } } }""", Map.of("id", boiler, "from", from, "to", to, "points", MOST_POINTS))
                .path("device")
                .path("telemetry");
        if (points.path("downsampled").asBoolean()) {
            throw new DemoFailure("the cycle counter was expected value by value");
        }
        return points.path("points")
                .valueStream()
                .map(point -> point.path("last").asLong())
                .toList();
    }

    static boolean withoutHole(List<Long> counts) {
        for (int i = 1; i < counts.size(); i++) {
            if (counts.get(i) - counts.get(i - 1) > 1) {
                return false;
            }
        }
        return !counts.isEmpty();
    }
}
