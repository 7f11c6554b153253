package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.because;
import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.instance.Cast;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** The fleet search on a real Elasticsearch: words, conditions, pages, facets, and an index that was lost. */
@TestInstance(Lifecycle.PER_CLASS)
class FleetSearchTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Api api = Api.shared();
    private Plant plant = new Plant(api, "", "", "", "");
    private String gateway = "";

    @BeforeAll
    void fleet() throws Exception {
        plant = Plant.of(api, "fleet");
        gateway = plant.registered(tagged("GW-1", "3"));
        String sensor = plant.registered(with(tagged("SN-1", "4"), Map.of("hardwareRevision", "B", "batch", "B-7")));
        plant.registered(tagged("SN-2", "3"));
        plant.step("enrolDevice", sensor);
        plant.step("commissionDevice", sensor);
        api.done("moveDevice", with(because(sensor), Map.of("site", plant.cork())));
        TestDevice.connect(api.instance(), "fleet", sensor).vanish();
        found("OFFLINE", sensor);
        Plant.of(api, "fleet-next-door").registered("SN-1");
    }

    private void found(String connectivity, String device) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(search(Map.of("connectivities", List.of(connectivity))))
                        .as("what the ingress knows: %s", heard(device))
                        .containsExactly("SN-1"));
    }

    /** Tells a word that never came from one that was refused, or that was taken and not judged. */
    private List<Object> heard(String device) {
        return List.of(
                rows("select l.*, now() from ingress.lease l where device_id = ?::uuid", device),
                rows("select reason, detail, received_at from ingress.quarantine where device = ?::uuid", device),
                api.get(Cast.AUDITOR, "/actuator/metrics/devicetrail.ingress.received")
                        .body());
    }

    private List<Map<String, Object>> rows(String query, String device) {
        return api.database().sql(query).param(device).query().listOfRows();
    }

    private Map<String, Object> tagged(String serialNumber, String line) {
        return with(plant.device(serialNumber), Map.of("tags", List.of(Map.of("name", "line", "value", line))));
    }

    @Test
    void devicesAreFoundByWordsAndConditionsOfTheirTenantOnly() {
        assertThat(search(Map.of())).containsExactly("GW-1", "SN-1", "SN-2");
        assertThat(search(Map.of("tenant", "fleet-next-door"))).containsExactly("SN-1");
        assertThat(search(Map.of("tenant", "nobody"))).isEmpty();
        assertThat(search(Map.of("text", "sn"))).containsExactly("SN-1", "SN-2");
        assertThat(search(Map.of("text", "hc2a ROTRONIC"))).containsExactly("GW-1", "SN-1", "SN-2");
        assertThat(search(Map.of("sites", List.of(plant.cork())))).containsExactly("SN-1");
        assertThat(search(Map.of("models", List.of(plant.model())))).hasSize(3);
        assertThat(search(Map.of("tags", List.of(Map.of("name", "line", "value", "3")))))
                .containsExactly("GW-1", "SN-2");
        assertThat(search(Map.of("connectivities", List.of("OFFLINE", "STALE"))))
                .containsExactly("SN-1");
        assertThat(search(Map.of("lifeCycles", List.of("REGISTERED")))).containsExactly("GW-1", "SN-2");
        assertThat(search(Map.of("hardwareRevision", "B", "batch", "B-7"))).containsExactly("SN-1");
    }

    @Test
    void aPageGoesOnAfterItsCursor() {
        JsonNode first = fleet(Map.of("tenant", "fleet"), 2, null);
        assertThat(first.path("totalCount").asLong()).isEqualTo(3);
        assertThat(serials(first)).containsExactly("GW-1", "SN-1");
        assertThat(first.path("pageInfo").path("hasNextPage").asBoolean()).isTrue();
        JsonNode second = fleet(
                Map.of("tenant", "fleet"),
                2,
                first.path("pageInfo").path("endCursor").asString());
        assertThat(serials(second)).containsExactly("SN-2");
        assertThat(second.path("pageInfo").path("hasNextPage").asBoolean()).isFalse();
        assertThat(second.path("pageInfo").path("hasPreviousPage").asBoolean()).isTrue();
    }

    @Test
    void facetsCountAllMatchesUnderTheNamesPeopleUse() {
        String facets = fleet(Map.of("tenant", "fleet"), 1, null).path("facets").toString();
        assertThat(facets)
                .contains("\"label\":\"Basel plant\",\"count\":2", "\"label\":\"Cork plant\",\"count\":1")
                .contains("\"label\":\"Rotronic HC2A\",\"count\":3")
                .contains("{\"value\":\"line=3\",\"label\":\"line=3\",\"count\":2}")
                .contains("{\"value\":\"ACTIVE\",\"label\":\"ACTIVE\",\"count\":1}");
    }

    @Test
    void whatElasticsearchLostIsWrittenAgain() {
        URI elasticsearch = URI.create(api.instance().addresses().elasticsearch());
        JsonNode indexes =
                Api.JSON.readTree(api.send(HttpRequest.newBuilder(elasticsearch.resolve("/_alias/devicetrail-fleet")))
                        .body());
        assertThat(indexes.propertyNames()).hasSize(1);
        String index = indexes.propertyNames().iterator().next();
        api.send(HttpRequest.newBuilder(elasticsearch.resolve("/" + index)).DELETE());
        // The batch with this change finds the index gone and fails; the next try makes it again, with everything.
        plant.tag(gateway, "seen", String.valueOf(api.head()));
        await().atMost(SOON).untilAsserted(() -> assertThat(search(Map.of())).containsExactly("GW-1", "SN-1", "SN-2"));
        assertThat(search(Map.of("tenant", "fleet-next-door"))).containsExactly("SN-1");
    }

    /** A page of any web site can make a browser send a simple POST to a local port; it cannot leave out the origin. */
    @Test
    void elasticsearchRefusesWhatAWebPageSends() {
        URI close = URI.create(api.instance().addresses().elasticsearch()).resolve("/devicetrail-fleet/_close");
        HttpRequest.Builder post = HttpRequest.newBuilder(close)
                .header("Origin", "https://elsewhere.example")
                .POST(HttpRequest.BodyPublishers.noBody());
        assertThat(api.send(post).statusCode()).isEqualTo(403);
        assertThat(search(Map.of())).hasSize(3);
    }

    private List<String> search(Map<String, ?> conditions) {
        return serials(fleet(with(Map.of("tenant", "fleet"), conditions), 100, null));
    }

    private JsonNode fleet(Map<String, ?> search, int first, @Nullable String cursor) {
        Map<String, Object> variables = new HashMap<>(Map.of("search", search, "first", first, "after", api.head()));
        variables.put("afterCursor", cursor);
        return api.ask("fleet", variables);
    }

    private static List<String> serials(JsonNode fleet) {
        return fleet.path("edges")
                .valueStream()
                .map(edge -> edge.path("node").path("serialNumber").asString())
                .toList();
    }
}
