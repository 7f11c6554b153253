package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Who may do what in the demo: people get their roles, and one of them tries what is not theirs. */
final class DemoAuthority {
    private final DemoPlatform platform;
    private final DemoPeople people;
    private final GraphQlClient api;
    private final Registration registration;

    DemoAuthority(DemoPlatform platform, DemoPeople people, GraphQlClient api, Registration registration) {
        this.platform = platform;
        this.people = people;
        this.api = api;
        this.registration = registration;
    }

    void people(Map<String, Object> figures) {
        people.administratorSignsIn(platform.administrator(), platform.firstSecret());
        registration.createTenant();
        figures.putAll(people.employ(api, Registration.TENANT));
    }

    /** What the operator may not do is refused, and the auditor reads that it was tried. */
    void refusal(String device, Map<String, Object> figures) {
        Map<String, String> retire = Map.of("device", device, "reason", "Out of reach of an operator");
        String document =
                "mutation($input: DeviceLifeCycleInput!) { retireDevice(input: $input) { errors { code message } } }";
        JsonNode error = api.ask(Role.OPERATOR, document, Map.of("input", retire))
                .path("retireDevice")
                .path("errors")
                .path(0);
        if (!error.path("code").asString("").equals("NOT_AUTHORISED")) {
            throw new DemoFailure("an operator was expected not to be allowed to retire a device: " + error);
        }
        figures.put("refused", error.path("message").asString());
        JsonNode told = Await.until(
                "the refusal in the audit trail",
                Demo.SOON,
                () -> api.ask(
                                Role.AUDITOR,
                                """
                        query($tenant: ID!, $actor: String) { auditTrail(tenant: $tenant, actor: $actor) { edges { node {
                          event actorName actorRole field to } } } }""",
                                Map.of("tenant", Registration.TENANT, "actor", people.idOf(Role.OPERATOR)))
                        .path("auditTrail")
                        .path("edges"),
                edges -> edges.valueStream().anyMatch(DemoAuthority::isDenial));
        JsonNode denial = told.valueStream()
                .filter(DemoAuthority::isDenial)
                .findFirst()
                .orElseThrow()
                .path("node");
        figures.put(
                "on record",
                denial.path("actorName").asString() + ": "
                        + denial.path("field").asString() + " "
                        + denial.path("to").asString());
    }

    private static boolean isDenial(JsonNode edge) {
        return edge.path("node").path("event").asString().equals("authority.OperationDenied");
    }
}
