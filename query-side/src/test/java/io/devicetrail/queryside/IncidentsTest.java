package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Incidents as they are shown. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class IncidentsTest {
    private static final String IDS = "{ edges { node { incidentId device { serialNumber } siteId } } }";

    @Autowired
    LogOfTests log;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void anIncidentTellsItsWholeStory() {
        Map<String, Object> incident = tester("story", new Grant(History.ACME, null, Role.OPERATOR))
                .document("""
                        { incident(id: "%s", after: 0) { id incidentId tenant kind matter device { serialNumber } siteId
                            number open since causes evidence { name value } closedFor acknowledgedBy
                            notes { note by } } }""".formatted(IncidentHistory.OVER))
                .execute()
                .path("incident")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(incident)
                .containsEntry("id", GlobalId.of("Incident", IncidentHistory.OVER))
                .containsEntry("incidentId", IncidentHistory.OVER.toString())
                .containsEntry("tenant", "acme")
                .containsEntry("kind", "COMMAND_FAILED")
                .containsEntry("matter", "reboot")
                .containsEntry("device", Map.of("serialNumber", "SN-2"))
                .containsEntry("siteId", null)
                .containsEntry("number", 1)
                .containsEntry("open", false)
                .containsEntry("since", "2026-11-20T09:59:00.500Z")
                .containsEntry("causes", 2)
                .containsEntry("evidence", List.of(Map.of("name", "state", "value", "EXPIRED")))
                .containsEntry("closedFor", "RECOVERED")
                .containsEntry("acknowledgedBy", "Ada L.")
                .containsEntry(
                        "notes",
                        List.of(
                                Map.of("note", "Loose cable", "by", "Ada L."),
                                Map.of("note", "Mended", "by", "Ada L.")));
    }

    @Test
    void theListShowsWhatIsOpenAndOnRequestWhatWas() {
        GraphQlTester reader = tester("list", new Grant(History.ACME, null, Role.AUDITOR));
        assertThat(ids(reader, "")).containsExactly(mass(), IncidentHistory.OPEN.toString());
        assertThat(ids(reader, ", closed: true"))
                .containsExactly(mass(), IncidentHistory.OPEN.toString(), IncidentHistory.OVER.toString());
        assertThat(ids(reader, ", kind: " + IncidentKind.COMMAND_FAILED))
                .containsExactly(IncidentHistory.OPEN.toString());
        assertThat(ids(reader, ", device: \"" + History.SUCCESSOR + "\""))
                .containsExactly(IncidentHistory.OPEN.toString());
        assertThat(ids(reader, ", site: \"" + History.BASEL + "\""))
                .as("where the device is")
                .containsExactly(IncidentHistory.OPEN.toString());
        assertThat(ids(reader, ", site: \"" + History.VISP + "\"")).containsExactly(mass());
    }

    @Test
    void aListIsReadPageByPage() {
        GraphQlTester reader = tester("pages", new Grant(History.ACME, null, Role.AUDITOR));
        String cursor = reader.document("{ incidents(tenant: \"acme\", first: 1) { pageInfo { endCursor } } }")
                .execute()
                .path("incidents.pageInfo.endCursor")
                .entity(String.class)
                .get();
        assertThat(ids(reader, ", first: 1, afterCursor: \"" + cursor + "\""))
                .containsExactly(IncidentHistory.OPEN.toString());
    }

    @Test
    void aDeviceShowsWhatIsOpen() {
        assertThat(tester("device", new Grant(History.ACME, null, Role.OPERATOR))
                        .document(
                                "{ device(id: \"%s\") { openIncidents { incidentId } } }".formatted(History.SUCCESSOR))
                        .execute()
                        .path("device.openIncidents[*].incidentId")
                        .entityList(String.class)
                        .get())
                .containsExactly(IncidentHistory.OPEN.toString());
    }

    /** The sensor is history, the successor has an incident and was never heard, nobody reached the gateway either. */
    @Test
    void aDeviceShowsItsRiskWithItsParts() {
        GraphQlTester reader = tester("risk", new Grant(History.ACME, null, Role.OPERATOR));
        Map<String, Object> risk = reader.document(
                        "{ device(id: \"%s\") { risk { score parts { name points reason } } } }"
                                .formatted(History.SUCCESSOR))
                .execute()
                .path("device.risk")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(risk.toString()).contains("name=INCIDENTS, points=10, reason=1 open");
        assertThat(reader.document("{ devices(tenant: \"acme\") { edges { node { serialNumber risk { score } } } } }")
                        .execute()
                        .path("devices.edges[*].node")
                        .entityList(new ParameterizedTypeReference<Map<String, Object>>() {})
                        .get()
                        .toString())
                .contains("serialNumber=SN-1, risk={score=0}");
    }

    @Test
    @Requirement("11.10(d)")
    void anIncidentIsSeenWhereItsSubjectIs() {
        GraphQlTester basel = tester("basel", new Grant(History.ACME, History.BASEL, Role.OPERATOR));
        assertThat(ids(basel, "")).containsExactly(IncidentHistory.OPEN.toString());
        GraphQlTester visp = tester("visp", new Grant(History.ACME, History.VISP, Role.OPERATOR));
        assertThat(ids(visp, "")).containsExactly(mass());
        assertThat(ids(tester("other", new Grant(History.OTHER, null, Role.AUDITOR)), ", closed: true"))
                .isEmpty();
    }

    private static String mass() {
        return IncidentHistory.MASS + ":1";
    }

    private static List<String> ids(GraphQlTester reader, String more) {
        return reader.document("{ incidents(tenant: \"acme\"" + more + ") " + IDS + " }")
                .execute()
                .path("incidents.edges[*].node.incidentId")
                .entityList(String.class)
                .get();
    }

    private GraphQlTester tester(String name, Grant grant) {
        return asking.as(authorities.person("incidents-" + name, grant));
    }
}
