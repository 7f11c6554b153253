package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.instance.Cast;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is no request at all is answered with what to mend, and what no store holds never comes to the log. */
@TestInstance(Lifecycle.PER_CLASS)
class MalformedRequestTest {
    private static final String GOOD = "{\"query\":\"{ log { head } }\"}";
    private static final String GRAPHQL_RESPONSE = "application/graphql-response+json";

    private final Api api = Api.shared();
    private Plant plant = new Plant(api, "", "", "", "");
    private String device = "";

    @BeforeAll
    void aDeviceWithACommandThatTakesAText() {
        plant = Plant.of(api, "malformed");
        api.done(
                "publishDeviceModelVersion",
                model(2, "°C", List.of(Map.of("name", "note", "type", "TEXT", "required", false))));
        Map<String, Object> input = plant.device("M-1");
        input.put("modelVersion", 2);
        device = plant.registered(input);
        plant.step("enrolDevice", device);
        plant.step("commissionDevice", device);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            null                                          | must be a JSON object such as {"query": "{ log { head } }"}, but is of type null
            [{"query":"{ log { head } }"}]                | but is of type array
            "{ log { head } }"                            | but is of type string
            5                                             | but is of type number
            ''                                            | but is empty
            {"query":                                     | is not JSON
            {"query":"{ log { head } }"} more             | is not JSON
            {}                                            | query must be a JSON string
            {"query":null}                                | query must be a JSON string
            {"query":5}                                   | query must be a JSON string
            {"query":"{ log { head } }","variables":[]}   | variables must be a JSON object or left out
            {"query":"{ log { head } }","extensions":"x"} | extensions must be a JSON object or left out
            """)
    void aBodyThatIsNoRequestIsToldSo(String body, String mend) {
        for (String accept : List.of(GRAPHQL_RESPONSE, "application/json", "text/event-stream")) {
            HttpResponse<String> response = posted("application/json", accept, body);
            assertThat(response.statusCode()).as("%s as %s", body, accept).isEqualTo(400);
            assertThat(response.headers().firstValue("content-type").orElse(""))
                    .startsWith(accept.equals(GRAPHQL_RESPONSE) ? GRAPHQL_RESPONSE : "application/json");
            JsonNode error = Api.JSON.readTree(response.body()).path("errors").path(0);
            assertThat(error.path("message").asString()).contains(mend);
            assertThat(error.path("extensions").path("code").asString()).isEqualTo("MALFORMED_INPUT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;charset=UTF-8"})
    void aBodyThatIsARequestIsAnswered(String contentType) {
        HttpResponse<String> response = posted(contentType, GRAPHQL_RESPONSE, " \n" + GOOD);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"head\":");
    }

    @Test
    void aBodyBeyondAllMeasureIsRefusedBeforeItIsKept() {
        HttpResponse<String> response = posted("application/json", GRAPHQL_RESPONSE, " ".repeat(5 << 20) + GOOD);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("4194304 bytes at most", "MALFORMED_INPUT");
    }

    @Test
    void aBodyOfAnotherTypeIsRefusedByItsType() {
        assertThat(posted("text/plain", GRAPHQL_RESPONSE, GOOD).statusCode()).isEqualTo(415);
    }

    /** An event with a NUL would stop the read models that come to it, as they keep JSON in PostgreSQL. */
    @Test
    void aTextThatNoStoreHoldsNeverComesToTheLog() {
        long before = api.eventsOf("malformed");

        assertThat(refusal(
                        "requestCommand",
                        Map.of("device", device, "name", "label", "arguments", Map.of("note", "a\u0000"))))
                .isEqualTo("MALFORMED_INPUT [arguments, note]");
        assertThat(refusal("publishDeviceModelVersion", model(3, "\u0000", List.of())))
                .isEqualTo("MALFORMED_INPUT [telemetry, unit]");
        assertThat(refusal("tagDevice", Map.of("device", device, "name", "line", "value", "\u0000", "reason", "test")))
                .isEqualTo("MALFORMED_INPUT [value]");

        assertThat(api.eventsOf("malformed")).isEqualTo(before);
        long position = api.done(
                        "requestCommand",
                        Map.of("device", device, "name", "label", "arguments", Map.of("note", "control")))
                .path("position")
                .asLong();
        assertThat(position).isGreaterThan(before);
        assertThat(api.ask("device", Map.of("id", device, "after", position))
                        .path("commands")
                        .toString())
                .contains("label");
    }

    @Test
    void aRequestBeyondTheLimitsIsRefusedOverHttp() {
        String deep = "{ device(id: \\\"" + device + "\\\") { " + "gateway { ".repeat(20) + "id" + " }".repeat(22);
        HttpResponse<String> response = posted("application/json", GRAPHQL_RESPONSE, "{\"query\":\"" + deep + "\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"REQUEST_TOO_DEEP\"", "devicetrail.graphql.max-depth");
    }

    /** Code and path. */
    private String refusal(String mutation, Map<String, ?> input) {
        JsonNode payload = api.mutate(mutation, input);
        assertThat(payload.path("position").isNull()).as("%s", payload).isTrue();
        JsonNode error = payload.path("errors").path(0);
        return error.path("code").asString()
                + " "
                + error.path("path").valueStream().map(JsonNode::asString).toList();
    }

    private Map<String, Object> model(int version, String unit, List<Map<String, Object>> arguments) {
        return Map.of(
                "tenant",
                plant.tenant(),
                "manufacturer",
                Plant.MAKER,
                "name",
                "HC2A",
                "version",
                version,
                "heartbeatSeconds",
                Plant.HOUR,
                "telemetry",
                List.of(Map.of("name", "temperature", "type", "NUMBER", "unit", unit)),
                "commands",
                List.of(Map.of("name", "label", "timeoutSeconds", 20, "arguments", arguments)));
    }

    private HttpResponse<String> posted(String contentType, String accept, String body) {
        return api.send(HttpRequest.newBuilder(api.graphql())
                .header("Authorization", "Bearer " + Cast.ENGINEER.token())
                .header("Content-Type", contentType)
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
