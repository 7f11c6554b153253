package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Jobs as they are shown. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class JobsShownTest {
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
    void aJobCountsDevicesAndSaysWhatItWaitsFor() {
        Map<String, Object> job = job(JobHistory.RETRIED.toString());
        assertThat(job)
                .containsEntry("state", "RUNNING")
                .containsEntry("round", 2)
                .containsEntry("command", "rinse")
                .containsEntry("deviceCount", 3)
                .containsEntry("twoPersons", true)
                .containsEntry("haltedBecause", null)
                .containsEntry(
                        "waitingFor",
                        "the turn of 1 devices, 120 a minute at most, and 0 commands that have not ended");
        assertThat(job.get("progress"))
                .hasToString("{waiting=1, open=0, succeeded=1, failed=0, cancelled=0, notTold=1}");
        assertThat(job.get("excluded")).hasToString("[{reason=NOT_IN_SERVICE, devices=2}]");
        assertThat(job.get("abort")).hasToString("{failedPercent=50, failedCount=null, minimumSample=2}");
    }

    @Test
    void eachDeviceSaysWhatCameOfItAndWhy() {
        assertThat(job(JobHistory.RETRIED.toString()).get("devices").toString())
                .contains("state=SUCCEEDED, waitingFor=null, round=1, code=DONE")
                .contains("state=WAITING, waitingFor=its turn again; it was not told because of"
                        + " TOO_MANY_OPEN_COMMANDS, round=2, code=TOO_MANY_OPEN_COMMANDS")
                .contains("state=NOT_TOLD, waitingFor=null, round=0, code=null");
        assertThat(graphql.document("{ job(id: \"%s\") { devices(state: SUCCEEDED) { edges { node { state } } } } }"
                                .formatted(JobHistory.RETRIED))
                        .execute()
                        .path("job.devices.edges[*].node.state")
                        .entityList(String.class)
                        .get())
                .containsExactly("SUCCEEDED");
    }

    /** Whether its turn had come or not: it was told in the round before, and that is what is known of it. */
    @Test
    void whatWaitedForARoundThatIsOverIsWhereTheRoundBeforeLeftIt() {
        Map<String, Object> job = job(JobHistory.GIVEN_UP.toString());
        assertThat(job.get("progress"))
                .hasToString("{waiting=0, open=0, succeeded=0, failed=2, cancelled=0, notTold=0}");
        String device = "{node={state=FAILED, waitingFor=null, round=1, code=E18}}";
        assertThat(job.get("devices")).hasToString("{edges=[" + device + ", " + device + "]}");
    }

    @Test
    void theNewestIsTheFirstOfTheList() {
        assertThat(graphql.document("{ jobs(tenant: \"acme\") { edges { node { jobId state waitingFor } } } }")
                        .execute()
                        .path("jobs.edges[*].node.state")
                        .entityList(String.class)
                        .get())
                .containsExactly("CANCELLED", "DRAFT", "RUNNING");
    }

    @Test
    void whatSomebodyElseHasIsUnknownToAPreview() {
        PersonId operator = authorities.person("previewer", new Grant(History.ACME, null, Role.OPERATOR));
        String question = """
                { previewJob(tenant: "%s", cohort: {devices: ["%s"]}, command: "rinse", arguments: {seconds: 5}) {
                    deviceCount twoPersons sites { site } models { model } risks { band } lifeCycles { lifeCycle }
                    connectivities { connectivity } excluded { reason devices } } }""";
        for (String device : List.of(Rival.AT_NORTH.toString(), "b6e4671a-fdd8-5f66-a223-a3c8dd1fc696")) {
            assertThat(asking.as(operator)
                            .document(question.formatted("acme", device))
                            .execute()
                            .path("previewJob")
                            .entity(Map.class)
                            .get())
                    .hasToString("{deviceCount=0, twoPersons=false, sites=[], models=[], risks=[], lifeCycles=[],"
                            + " connectivities=[],"
                            + " excluded=[{reason=UNKNOWN, devices=1}]}");
        }
    }

    private Map<String, Object> job(String id) {
        return graphql.document("""
                        { job(id: "%s") { state round command deviceCount twoPersons haltedBecause waitingFor
                            progress { waiting open succeeded failed cancelled notTold } excluded { reason devices }
                            abort { failedPercent failedCount minimumSample }
                            devices { edges { node { state waitingFor round code } } } } }""".formatted(id))
                .execute()
                .path("job")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }
}
