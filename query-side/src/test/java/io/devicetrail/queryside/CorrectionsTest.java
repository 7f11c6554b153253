package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.correction.CorrectionId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.test.annotation.DirtiesContext;

/** A tag was set to 4, corrected to 5, and then to none. */
@QuerySideInstance
@Requirement({"11.10(e)", "Annex 11 s.9"})
@DirtiesContext // its log goes on where others' ends
@NullUnmarked // what is missing fails the test anyway
class CorrectionsTest {
    private static final String ID = CorrectionId.of(History.ACME, History.TAGGED, 0) + ":";

    @Autowired
    LogOfTests log;

    @Autowired
    GraphQlTester graphql;

    @Autowired
    Asking asking;

    @Autowired
    AuthoritiesOfTests authorities;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void theEntryKeepsItsValueAndWhatItShouldHaveSaidIsBesideIt() {
        Map<String, Object> entry = only(entries(graphql), History.TAGGED);
        assertThat(entry).containsEntry("from", "3").containsEntry("to", "4").containsEntry("corrects", null);
        List<Map<String, Object>> corrections = corrections(entry);
        assertThat(corrections).extracting(c -> c.get("id")).containsExactly(ID + 1, ID + 2);
        assertThat(corrections).extracting(c -> c.get("from")).containsExactly("4", "5");
        assertThat(corrections).extracting(c -> c.get("to")).containsExactly("5", null);
        assertThat(corrections.getFirst())
                .containsEntry("number", 1)
                .containsEntry("by", "Ada L.")
                .containsEntry("role", "operator")
                .containsEntry("reason", "drifts")
                .containsEntry("reasonCode", "WEAR");
        assertThat(corrections.getFirst().get("correctedAt").toString()).startsWith("2026-11-20T10:");
    }

    @Test
    void aCorrectionIsAnEntryOfTheSameRecord() {
        List<Map<String, Object>> made = entries(graphql).stream()
                .filter(entry -> entry.get("event").equals("correction.EntryCorrected"))
                .toList();
        assertThat(made).hasSize(2).allSatisfy(entry -> {
            assertThat(entry).containsEntry("field", "tags.line").containsEntry("corrects", History.TAGGED + "/0");
            assertThat(corrections(entry)).isEmpty();
        });
        assertThat(entries(graphql).stream().filter(entry -> !corrections(entry).isEmpty()))
                .as("nothing else is corrected")
                .hasSize(1);
    }

    @Test
    void itIsSignedAsARecordOfItsOwn() {
        for (int number = 1; number <= 2; number++) {
            graphql.document("{ signatures(record: {kind: CORRECTION, id: \"%s\"}) { state } }".formatted(ID + number))
                    .execute()
                    .path("signatures.state")
                    .entity(String.class)
                    .isEqualTo("UNSIGNED");
        }
        graphql.document("{ signatures(record: {kind: CORRECTION, id: \"%s3\"}) { state } }".formatted(ID))
                .execute()
                .path("signatures")
                .valueIsNull();
    }

    @Test
    @Requirement("11.10(d)")
    void whoDoesNotReadTheTrailThereSeesNoCorrection() {
        GraphQlTester elsewhere =
                asking.as(authorities.person("elsewhere", new Grant(History.ACME, History.BASEL, Role.AUDITOR)));
        assertThat(entries(elsewhere)).as("the sensor is at Visp now").isEmpty();
        GraphQlTester there =
                asking.as(authorities.person("there", new Grant(History.ACME, History.VISP, Role.AUDITOR)));
        assertThat(corrections(only(entries(there), History.TAGGED))).hasSize(2);
    }

    private static Map<String, Object> only(List<Map<String, Object>> entries, long index) {
        List<Map<String, Object>> found = entries.stream()
                .filter(entry -> ((Number) entry.get("index")).longValue() == index)
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> corrections(Map<String, Object> entry) {
        return (List<Map<String, Object>>) entry.get("corrections");
    }

    private List<Map<String, Object>> entries(GraphQlTester asked) {
        return asked.document("""
                        { auditTrail(tenant: "acme", record: "%s", first: 1000) { edges { node {
                            index event field from to corrects
                            corrections { id number from to correctedAt by role reasonCode reason }
                        } } } }""".formatted(History.SENSOR))
                .execute()
                .path("auditTrail.edges[*].node")
                .entity(new ParameterizedTypeReference<List<Map<String, Object>>>() {})
                .get();
    }
}
