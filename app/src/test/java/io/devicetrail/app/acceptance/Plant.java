package io.devicetrail.app.acceptance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tenant with two sites and a model, of one test alone: tenants are walls, so tests that share an instance do not
 * see each other.
 *
 * @param model of which the device sends temperature (°C, -40 to 85) and obeys {@code identify(seconds)}
 */
record Plant(Api api, String tenant, String basel, String cork, String model) {
    static final String MAKER = "Rotronic";
    static final String REASON = "Acceptance test";
    /** So long that silence is never judged while a test runs. */
    static final int HOUR = 3_600;

    static Plant of(Api api, String tenant) {
        return of(api, tenant, HOUR);
    }

    static Plant of(Api api, String tenant, int heartbeatSeconds) {
        api.done("createTenant", Map.of("tenant", tenant, "name", "Plant of " + tenant));
        api.staff(tenant);
        String basel = site(api, tenant, "basel", "Basel plant", "Europe/Zurich");
        String cork = site(api, tenant, "cork", "Cork plant", "Europe/Dublin");
        String model = api.done(
                        "publishDeviceModelVersion",
                        Map.of(
                                "tenant",
                                tenant,
                                "manufacturer",
                                MAKER,
                                "name",
                                "HC2A",
                                "version",
                                1,
                                "heartbeatSeconds",
                                heartbeatSeconds,
                                "telemetry",
                                List.of(Map.of(
                                        "name",
                                        "temperature",
                                        "type",
                                        "NUMBER",
                                        "unit",
                                        "°C",
                                        "minimum",
                                        -40,
                                        "maximum",
                                        85)),
                                "commands",
                                List.of(Map.of(
                                        "name",
                                        "identify",
                                        "timeoutSeconds",
                                        20,
                                        "arguments",
                                        List.of(Map.of("name", "seconds", "type", "INTEGER", "required", false))))))
                .path("deviceModel")
                .path("deviceModelId")
                .asString();
        return new Plant(api, tenant, basel, cork, model);
    }

    private static String site(Api api, String tenant, String key, String name, String zone) {
        return api.done("openSite", Map.of("tenant", tenant, "key", key, "name", name, "zone", zone))
                .path("siteId")
                .asString();
    }

    Map<String, Object> device(String serialNumber) {
        Map<String, Object> input = new HashMap<>();
        input.put("tenant", tenant);
        input.put("site", basel);
        input.put("manufacturer", MAKER);
        input.put("serialNumber", serialNumber);
        input.put("model", model);
        input.put("modelVersion", 1);
        return input;
    }

    String registered(Map<String, ?> input) {
        return api.done("registerDevice", input).path("device").path("deviceId").asString();
    }

    String registered(String serialNumber) {
        return registered(device(serialNumber));
    }

    String active(String serialNumber) {
        String device = registered(serialNumber);
        step("enrolDevice", device);
        step("commissionDevice", device);
        return device;
    }

    long step(String mutation, String device) {
        return api.done(mutation, because(device)).path("position").asLong();
    }

    long tag(String device, String name, String value) {
        return api.done("tagDevice", with(because(device), Map.of("name", name, "value", value)))
                .path("position")
                .asLong();
    }

    static Map<String, Object> because(String device) {
        return Map.of("device", device, "reason", REASON);
    }

    static Map<String, Object> with(Map<String, ?> input, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(input);
        all.putAll(more);
        return all;
    }
}
