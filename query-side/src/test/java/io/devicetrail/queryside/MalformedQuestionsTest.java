package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.ResponseError;
import org.springframework.graphql.test.tester.GraphQlTester;

/** What a database cannot hold or compare is the caller's mistake and is told so, wherever in a question it stands. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class MalformedQuestionsTest {
    private static final String DEVICE = "b6e4671a-fdd8-5f66-a223-a3c8dd1fc696";

    @Autowired
    GraphQlTester graphql;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            ID!     | tenant(id: $text) { key }
            ID!     | device(id: $text) { id }
            ID!     | deviceModel(id: $text) { id }
            ID!     | deviceModels(tenant: $text) { id }
            ID!     | command(id: $text) { id }
            ID!     | node(id: $text) { id }
            ID!     | devices(tenant: $text) { totalCount }
            ID      | devices(tenant: "acme", site: $text) { totalCount }
            String  | devices(tenant: "acme", afterCursor: $text) { totalCount }
            ID!     | auditTrail(tenant: $text) { edges { cursor } }
            ID      | auditTrail(tenant: "acme", record: $text) { edges { cursor } }
            String  | auditTrail(tenant: "acme", actor: $text) { edges { cursor } }
            ID!     | quarantine(tenant: $text) { topic }
            ID!     | telemetryGaps(device: $text) { boot }
            String  | fleet(search: {tenant: "acme", text: $text}) { totalCount }
            String! | fleet(search: {tenant: "acme", tags: [{name: "line", value: $text}]}) { totalCount }
            """)
    void aTextThatIsNoneIsRefusedInEveryArgument(String type, String question) {
        malformed(graphql.document("{ " + question.replace("$text", "\"a\\u0000\"") + " }"), question);
        for (String text : List.of("a\u0000b", "\u0000", "half \ud83d")) {
            malformed(
                    graphql.document("query q($text: " + type + ") { " + question + " }")
                            .variable("text", text),
                    question);
        }
    }

    @Test
    void theRefusalNamesTheArgument() {
        graphql.document(
                        "{ fleet(search: {tenant: \"acme\", tags: [{name: \"line\", value: \"4\\u0000\"}]}) { totalCount } }")
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .extracting(ResponseError::getMessage)
                        .containsExactly(
                                "search.tags.value holds a NUL character or half a surrogate pair, which is no text"));
    }

    @Test
    void theOtherFieldsOfTheRequestAreAnswered() {
        graphql.document("{ good: tenant(id: \"nobody\") { key } bad: tenant(id: \"\\u0000\") { key } log { head } }")
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors).hasSize(1))
                .path("log.head")
                .hasValue();
    }

    @Test
    void aNulInsideOfAGlobalIdIsNoId() {
        malformed(graphql.document("{ node(id: \"" + GlobalId.of("Tenant", "a\u0000") + "\") { id } }"), "node");
        malformed(graphql.document("{ device(id: \"" + GlobalId.of("Device", "\u0000") + "\") { id } }"), "device");
        graphql.document("{ tenant(id: \"" + GlobalId.of("Tenant", "a\u0000") + "\") { key } }")
                .execute()
                .path("tenant")
                .valueIsNull();
    }

    @Test
    void aModelsGlobalIdWithoutANumberAsItsVersionIsNoId() {
        String id = GlobalId.of("DeviceModel", DEVICE + ":newest");
        malformed(graphql.document("{ node(id: \"" + id + "\") { id } }"), "node");
        malformed(graphql.document("{ deviceModel(id: \"" + id + "\") { id } }"), "deviceModel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+294277-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-00:01",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+00:01",
                "-4714-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z",
                "2026-02-30T00:00:00Z",
                "2026-11-20T10:00:00",
                "yesterday",
                ""
            })
    void aTimeBeyondFourDigitYearsIsRefused(String time) {
        String range = "auditTrail(tenant: \"acme\", from: %s) { edges { cursor } }";
        malformed(graphql.document("{ " + range.formatted('"' + time + '"') + " }"), time);
        malformed(
                graphql.document("query q($t: DateTime) { " + range.formatted("$t") + " }")
                        .variable("t", time),
                time);
    }

    @Test
    void theFirstAndTheLastTimeThatCanBeWrittenAreTaken() {
        Map<String, String> taken = Map.of(
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "0001-01-01T01:00:00+01:00",
                "2026-11-20T10:00:00+01:00");
        taken.forEach((from, to) -> graphql.document(
                        "{ auditTrail(tenant: \"acme\", from: \"%s\", to: \"%s\") { edges { cursor } } }"
                                .formatted(from, to))
                .execute()
                .path("auditTrail.edges")
                .hasValue());
    }

    private static void malformed(GraphQlTester.Request<?> request, String question) {
        request.execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .as(question)
                        .isNotEmpty()
                        .allSatisfy(
                                error -> assertThat(error.getExtensions()).containsEntry("code", "MALFORMED_INPUT")));
    }
}
