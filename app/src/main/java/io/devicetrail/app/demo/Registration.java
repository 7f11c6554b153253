package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Brings tenants, models and devices into the registry through the GraphQL API. */
final class Registration {
    static final String TENANT = "demo";
    private static final int CALLERS = 8;
    private static final String REASON = "Demo: commissioning of the line";

    private final GraphQlClient api;

    Registration(GraphQlClient api) {
        this.api = api;
    }

    /** A model as the demo needs it. */
    record Model(String id, int version) {}

    void createTenant() {
        api.mutate(
                "createTenant", "CreateTenantInput", Map.of("tenant", TENANT, "name", "Demo Pharma"), "tenant { key }");
    }

    List<String> openSites() {
        return List.of(
                openSite(TENANT, "basel", "Basel plant", "Europe/Zurich"),
                openSite(TENANT, "cork", "Cork plant", "Europe/Dublin"));
    }

    /** Where a device can be at another tenant. */
    record Place(String site, Model model) {}

    /**
     * @param administrator person who gets that role there, and opens its site
     * @param engineer person who gets that role there, and publishes its model
     */
    Place secondTenant(String tenant, String administrator, String engineer) {
        api.mutate(
                "createTenant",
                "CreateTenantInput",
                Map.of("tenant", tenant, "name", "North Pharma"),
                "tenant { key }");
        grant(tenant, administrator, Role.TENANT_ADMINISTRATOR);
        grant(tenant, engineer, Role.SITE_ENGINEER);
        return new Place(
                openSite(tenant, "oslo", "Oslo plant", "Europe/Oslo"),
                publish(
                        Role.OPERATOR,
                        tenant,
                        "Rotronic",
                        "HC2A",
                        60,
                        List.of(number("temperature", "°C", -40, 85), number("humidity", "%", 0, 100))));
    }

    private void grant(String tenant, String person, Role role) {
        api.mutate(
                Role.PLATFORM_ADMINISTRATOR,
                "grantRole",
                "GrantRoleInput",
                Map.of(
                        "person",
                        person,
                        "tenant",
                        tenant,
                        "role",
                        role.key(),
                        "trainingRecord",
                        "Demo training",
                        "reason",
                        "Demo"),
                "person { personId }");
    }

    private String openSite(String tenant, String key, String name, String zone) {
        JsonNode payload = api.mutate(
                "openSite",
                "OpenSiteInput",
                Map.of("tenant", tenant, "key", key, "name", name, "zone", zone),
                "siteId");
        return payload.path("siteId").asString();
    }

    Model publish(String manufacturer, String name, int heartbeatSeconds, List<Map<String, Object>> telemetry) {
        return publish(Role.SITE_ENGINEER, TENANT, manufacturer, name, heartbeatSeconds, telemetry);
    }

    private Model publish(
            Role role,
            String tenant,
            String manufacturer,
            String name,
            int heartbeatSeconds,
            List<Map<String, Object>> telemetry) {
        Map<String, Object> identify = Map.of(
                "name",
                "identify",
                "timeoutSeconds",
                10,
                "arguments",
                List.of(Map.of("name", "seconds", "type", "INTEGER", "required", false)));
        Map<String, Object> calibrate =
                Map.of("name", "calibrate", "timeoutSeconds", 10, "commandClass", "OPERATION", "twoPersons", true);
        JsonNode payload = api.mutate(
                role,
                "publishDeviceModelVersion",
                "PublishDeviceModelVersionInput",
                Map.of(
                        "tenant",
                        tenant,
                        "manufacturer",
                        manufacturer,
                        "name",
                        name,
                        "version",
                        1,
                        "heartbeatSeconds",
                        heartbeatSeconds,
                        "telemetry",
                        telemetry,
                        "commands",
                        List.of(identify, calibrate)),
                "deviceModel { deviceModelId version }");
        JsonNode model = payload.path("deviceModel");
        return new Model(
                model.path("deviceModelId").asString(), model.path("version").asInt());
    }

    static Map<String, Object> number(String name, String unit, double minimum, double maximum) {
        return Map.of("name", name, "type", "NUMBER", "unit", unit, "minimum", minimum, "maximum", maximum);
    }

    static Map<String, Object> plain(String name, String type) {
        return Map.of("name", name, "type", type);
    }

    /**
     * Registers, enrols and commissions many devices at once; ids in the order of their numbers.
     *
     * @param certified so many of them, the first ones, by {@code enrolment}; the others are only said to be
     */
    List<String> commission(
            int count,
            String manufacturer,
            Model model,
            List<String> sites,
            int certified,
            Consumer<String> enrolment) {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<String>> all = IntStream.range(0, count)
                    .mapToObj(number -> callers.submit(() -> commission(
                            String.format(java.util.Locale.ROOT, "SN-%04d", number + 1),
                            manufacturer,
                            model,
                            sites.get(number % sites.size()),
                            number,
                            number < certified ? enrolment : this::enrolByHand)))
                    .toList();
            List<String> ids = new ArrayList<>();
            for (Future<String> one : all) {
                ids.add(one.get());
            }
            return ids;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        } catch (ExecutionException e) {
            throw new DemoFailure("a device was not registered: " + e.getMessage(), e);
        }
    }

    String commission(
            String serialNumber,
            String manufacturer,
            Model model,
            String site,
            int number,
            Consumer<String> enrolment) {
        JsonNode payload = api.mutate(
                "registerDevice",
                "RegisterDeviceInput",
                Map.of(
                        "tenant",
                        TENANT,
                        "site",
                        site,
                        "manufacturer",
                        manufacturer,
                        "serialNumber",
                        serialNumber,
                        "model",
                        model.id(),
                        "modelVersion",
                        model.version(),
                        "hardwareRevision",
                        number % 3 == 0 ? "B" : "A",
                        "batch",
                        "2026-" + (number % 4 + 1),
                        "tags",
                        List.of(Map.of("name", "line", "value", "L" + (number % 5 + 1)))),
                "device { deviceId }");
        String id = payload.path("device").path("deviceId").asString();
        enrolment.accept(id);
        lifeCycle("commissionDevice", id, REASON);
        return id;
    }

    /** Its credentials are somebody else's matter. */
    void enrolByHand(String device) {
        lifeCycle("enrolDevice", device, REASON);
    }

    void awaitEnrolled(String device) {
        Await.until(
                "device enrolled by its first certificate",
                Demo.SOON,
                () -> api.ask("query($id: ID!) { device(id: $id) { lifeCycle } }", Map.of("id", device))
                        .path("device")
                        .path("lifeCycle")
                        .asString(),
                "ENROLLED"::equals);
    }

    void attach(String device, String gateway) {
        api.mutate(
                "attachDeviceToGateway",
                "AttachDeviceToGatewayInput",
                Map.of("device", device, "gateway", gateway, "reason", "Is read by this bridge"),
                "device { deviceId }");
    }

    void lifeCycle(String mutation, String device, String reason) {
        api.mutate(
                mutation, "DeviceLifeCycleInput", Map.of("device", device, "reason", reason), "device { lifeCycle }");
    }
}
