package io.devicetrail.app.demo;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the demo asks again and again. */
final class Questions {
    private final GraphQlClient api;

    Questions(GraphQlClient api) {
        this.api = api;
    }

    /** Devices of the demo's tenant that are judged so. */
    long countOf(String connectivity) {
        return facetTotal(Map.of("tenant", Registration.TENANT, "connectivities", List.of(connectivity)));
    }

    long facetTotal(Map<String, ?> search) {
        return api.ask(
                        "query($search: FleetSearch!) { fleet(search: $search, first: 1) { totalCount } }",
                        Map.of("search", search))
                .path("fleet")
                .path("totalCount")
                .asLong();
    }

    String latest(String device) {
        JsonNode values = Await.until(
                "latest values",
                Demo.SOON,
                () -> api.ask(
                                "query($id: ID!) { device(id: $id) { latestTelemetry { name value unit quality } } }",
                                Map.of("id", device))
                        .path("device")
                        .path("latestTelemetry"),
                list -> !list.isEmpty());
        StringBuilder text = new StringBuilder();
        values.forEach(value -> text.append(value.path("name").asString())
                .append(" ")
                .append(value.path("value"))
                .append(value.path("unit").asString(""))
                .append(" ")
                .append(value.path("quality").asString())
                .append("  "));
        return text.toString().strip();
    }
}
