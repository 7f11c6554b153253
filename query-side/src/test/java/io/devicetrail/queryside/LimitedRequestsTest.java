package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.test.tester.GraphQlTester;

/** One request can only ask for so much, however it hides it; what clients really ask is within the limits. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class LimitedRequestsTest {
    @Autowired
    GraphQlTester graphql;

    /** As GraphiQL 5 asks it, by graphql-js 16. */
    private static final String INTROSPECTION = """
            query IntrospectionQuery {
              __schema {
                description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
                types { ...FullType }
                directives {
                  name description isRepeatable locations args(includeDeprecated: true) { ...InputValue }
                }
              }
            }
            fragment FullType on __Type {
              kind name description specifiedByURL isOneOf
              fields(includeDeprecated: true) {
                name description args(includeDeprecated: true) { ...InputValue }
                type { ...TypeRef } isDeprecated deprecationReason
              }
              inputFields(includeDeprecated: true) { ...InputValue }
              interfaces { ...TypeRef }
              enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
              possibleTypes { ...TypeRef }
            }
            fragment InputValue on __InputValue {
              name description type { ...TypeRef } defaultValue isDeprecated deprecationReason
            }
            fragment TypeRef on __Type {
              kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
                ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
            }
            """;

    @Test
    void theQuestionOfGraphiQlIsAnswered() {
        graphql.document(INTROSPECTION)
                .execute()
                .path("__schema.queryType.name")
                .entity(String.class)
                .isEqualTo("Query");
    }

    @Test
    void aRequestAtTheLimitsIsAnsweredAndOneBeyondIsNot() {
        answered(deep(20));
        refused(deep(21), "REQUEST_TOO_DEEP", "20", "devicetrail.graphql.max-depth");
        answered(wide(1_000));
        refused(wide(1_001), "REQUEST_TOO_LARGE", "1000", "devicetrail.graphql.max-fields");
    }

    @Test
    void fieldsUnderAnotherNameAreCounted() {
        answered(named(100));
        refused(named(101), "REQUEST_TOO_LARGE", "101", "100", "devicetrail.graphql.max-aliases");
    }

    @Test
    void directivesAreCountedBeforeAnybodyLooksWhatTheyAre() {
        answered("{ log { head " + "head @include(if: true) ".repeat(50) + "} }");
        refused(
                "{ log { head " + "@aa ".repeat(51) + "} }",
                "REQUEST_TOO_LARGE",
                "51",
                "devicetrail.graphql.max-directives");
    }

    /** Pages within pages: few fields, and more rows than anybody reads. */
    @Test
    void valuesAreCountedOnEveryRowOfTheirPages() {
        // 1 + 1,000 × (edges + node + commands + 20 × 10 names) = 203,001
        answered(paged("20", 10));
        refused(
                paged("30", 10),
                "REQUEST_TOO_LARGE",
                "303001",
                "250000",
                "devicetrail.graphql.max-values",
                "smaller pages");
        refused(
                "{ devices(tenant: \"acme\", first: 1000) { ...P } } fragment P on DeviceConnection"
                        + " { edges { node { commands(first: 30) { " + "name ".repeat(10) + " } } } }",
                "REQUEST_TOO_LARGE",
                "303001");
    }

    @Test
    void aPagesSizeIsSeenInAVariableAndInADefault() {
        graphql.document(
                        "query($n: Int!) { devices(tenant: \"acme\", first: $n) { edges { node { commands(first: 1000) "
                                + "{ name } } } } }")
                .variable("n", 1000)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .singleElement()
                        .satisfies(error -> assertThat(error.getMessage()).contains("1003001")));
        refused(
                "{ devices(tenant: \"acme\", first: 1000) { edges { node { commands { " + "name ".repeat(20)
                        + "} } } } }",
                "REQUEST_TOO_LARGE",
                "devicetrail.graphql.max-values");
    }

    @Test
    void pointsOfASeriesAreRowsToo() {
        refused(
                "{ devices(tenant: \"acme\", first: 100) { edges { node { telemetry(name: \"t\", points: 5000,"
                        + " from: \"2026-01-01T00:00:00Z\", to: \"2026-01-02T00:00:00Z\") { points { at } } } } } }",
                "REQUEST_TOO_LARGE",
                "devicetrail.graphql.max-values");
    }

    private static String paged(String commands, int names) {
        return "{ devices(tenant: \"acme\", first: 1000) { edges { node { commands(first: " + commands + ") { "
                + "name ".repeat(names) + "} } } } }";
    }

    private static String named(int aliases) {
        return IntStream.range(0, aliases)
                .mapToObj(i -> "a" + i + ": head")
                .collect(Collectors.joining(" ", "{ log { ", " } }"));
    }

    @Test
    void depthIsCountedThroughFragmentsWhereverTheyAreSpread() {
        // First spread near the top: graphql-java's own count stops there.
        String gateways = "gateway { ".repeat(12) + "id" + " }".repeat(12);
        refused(
                "{ device(id: \"%s\") { ...G %s } } fragment G on Device { %s }"
                        .formatted(History.SENSOR, gateways.replace("id", "...G"), gateways),
                "REQUEST_TOO_DEEP",
                "20");
    }

    @Test
    @Timeout(20)
    void fieldsAreCountedThroughFragmentsThatDoubleThemselves() {
        String doubled = IntStream.range(0, 60)
                .mapToObj(i -> "fragment F%d on Device { ...F%d ... on Device { ...F%d } }".formatted(i, i + 1, i + 1))
                .collect(Collectors.joining(" "));
        refused(
                "{ device(id: \"%s\") { ...F0 } } %s fragment F60 on Device { id }".formatted(History.SENSOR, doubled),
                "REQUEST_TOO_LARGE",
                "1000");
    }

    @Test
    void aChainOfFragmentsIsRefusedBeforeItOverflowsTheStack() {
        String chain = IntStream.range(0, 1_300)
                .mapToObj(i -> "fragment F%d on Device { ...F%d }".formatted(i, i + 1))
                .collect(Collectors.joining(" "));
        refused(
                "{ device(id: \"%s\") { ...F0 } } %s fragment F1300 on Device { id }".formatted(History.SENSOR, chain),
                "REQUEST_TOO_LARGE",
                "200");
    }

    @Test
    void onlyTheOperationThatIsAskedForCounts() {
        graphql.document("query small { log { head } } query large " + wide(1_001))
                .operationName("small")
                .execute()
                .path("log.head")
                .hasValue();
    }

    private static String deep(int levels) {
        return "{ device(id: \"%s\") { ".formatted(History.SENSOR)
                + "gateway { ".repeat(levels - 2)
                + "id"
                + " }".repeat(levels);
    }

    /** With its one field around the others. */
    private static String wide(int fields) {
        return IntStream.range(1, fields).mapToObj(i -> "head").collect(Collectors.joining(" ", "{ log { ", " } }"));
    }

    private void answered(String request) {
        graphql.document(request).execute().errors().verify();
    }

    private void refused(String request, String code, String... named) {
        graphql.document(request)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors).singleElement().satisfies(error -> {
                    assertThat(error.getExtensions()).containsEntry("code", code);
                    assertThat(error.getMessage()).contains(named);
                }));
    }
}
