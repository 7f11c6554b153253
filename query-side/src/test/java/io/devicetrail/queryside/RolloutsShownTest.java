package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Rollouts as they are shown. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class RolloutsShownTest {
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
    @Requirement("11.10(e)")
    void aRolloutSaysWhatItRunsHowFarItIsAndWhoBeganIt() {
        Map<String, Object> rollout = rollout(RolloutHistory.RETRIED);
        assertThat(rollout)
                .containsEntry("id", GlobalId.of("Rollout", RolloutHistory.RETRIED))
                .containsEntry("tenant", "acme")
                .containsEntry("state", "RUNNING")
                .containsEntry("waitingFor", "1 devices that have not ended")
                .containsEntry("rolloutPlanId", PlanHistory.SIGNED.toString())
                .containsEntry("revision", 1)
                .containsEntry("planHash", "0".repeat(64))
                .containsEntry("title", "First")
                .containsEntry("deviceCount", 4)
                .containsEntry("seed", "42")
                .containsEntry("round", 2)
                .containsEntry("wave", 2)
                .containsEntry("soakUntil", null)
                .containsEntry("stopped", null)
                .containsEntry("signatures", List.of(RolloutHistory.SIGNATURE.toString()))
                .containsEntry("createdBy", "Ada L.")
                .containsEntry("startedBy", "Ada L.");
        assertThat(rollout.get("release").toString()).contains("version=3.0");
        assertThat(rollout.get("progress"))
                .hasToString("{waiting=0, offered=0, downloading=1, installed=0, verified=1, failed=0, rolledBack=0,"
                        + " refused=0, skipped=0, notOffered=2}");
        assertThat(rollout.get("waves"))
                .hasToString("[{number=1, devices=1, soakMinutes=60, progress={verified=1, downloading=0}},"
                        + " {number=2, devices=3, soakMinutes=0, progress={verified=0, downloading=1}}]");
    }

    /** Of an event that tells of one device three times the last counts; what is not believed changes nothing. */
    @Test
    void eachDeviceSaysWhatCameOfItAndWhy() {
        assertThat(rollout(RolloutHistory.RETRIED).get("devices").toString())
                .contains(
                        "place=1, wave=1, state=VERIFIED, attempt=1, code=null, version=3.0, at=2026-11-20T12:00:00.500Z")
                .contains("place=2, wave=2, state=DOWNLOADING, attempt=2, code=null, version=null")
                .contains("place=3, wave=2, state=NOT_OFFERED, attempt=1, code=BROKER_BUSY, version=null")
                .contains("place=4, wave=2, state=NOT_OFFERED, attempt=0, code=null, version=null, at=null");
    }

    /** It was told in the round before, and that is what is known of it. */
    @Test
    void whatWaitedForARoundThatIsOverIsWhereTheRoundBeforeLeftIt() {
        Map<String, Object> rollout = rollout(RolloutHistory.GIVEN_UP);
        assertThat(rollout).containsEntry("state", "ABORTED").containsEntry("waitingFor", null);
        assertThat(rollout.get("stopped"))
                .hasToString("{cause=PERSON, reason=drifts, by=Ada L., wave=null, failedOfWave=null, waveDevices=null,"
                        + " failed=null}");
        assertThat(rollout.get("devices").toString()).contains("state=FAILED, attempt=1, code=E18");
    }

    @Test
    void aPausedSoakIsStillShown() {
        Map<String, Object> rollout = rollout(RolloutHistory.PAUSED);
        assertThat(rollout)
                .containsEntry("state", "PAUSED")
                .containsEntry("soakUntil", "2026-11-20T13:00:00.500Z")
                .containsEntry("waitingFor", "somebody to resume it");
        assertThat(rollout.get("progress").toString()).contains("skipped=1", "waiting=1");
        assertThat(rollout(RolloutHistory.CREATED))
                .containsEntry("waitingFor", "somebody to start it")
                .containsEntry("cohortHash", FrozenCohort.hash(List.of(History.SENSOR)))
                .containsEntry("startedBy", null)
                .containsEntry("signatures", List.of());
    }

    @Test
    void theNewestIsTheFirstOfTheListAndAPageGoesOnWhereTheLastOneEnded() {
        List<String> states = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 2; page++) {
            GraphQlTester.Response answer = graphql.document(("{ rollouts(tenant: \"acme\", first: 2%s) {"
                                    + " edges { node { state } } pageInfo { endCursor hasNextPage } } }")
                            .formatted(cursor))
                    .execute();
            states.addAll(answer.path("rollouts.edges[*].node.state")
                    .entityList(String.class)
                    .get());
            answer.path("rollouts.pageInfo.hasNextPage").entity(Boolean.class).isEqualTo(page == 0);
            cursor = ", afterCursor: \""
                    + answer.path("rollouts.pageInfo.endCursor")
                            .entity(String.class)
                            .get() + "\"";
        }
        assertThat(states).containsExactly("CREATED", "PAUSED", "ABORTED", "RUNNING");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1 2 3 4",
                "state: NOT_OFFERED, | 3 4",
                "wave: 2, | 2 3 4",
                "wave: 2, state: DOWNLOADING, | 2",
                "state: FAILED, | ''"
            })
    void devicesAreFilteredAndPagedInTheOrderOfTheOffers(String filter, String places) {
        for (int size : List.of(1, 3, 10)) {
            List<String> seen = new ArrayList<>();
            String cursor = "";
            boolean more = true;
            while (more) {
                GraphQlTester.Response answer = graphql.document(
                                ("{ rollout(id: \"%s\") { devices(%s first: %d%s) { edges { node { place } }"
                                                + " pageInfo { endCursor hasNextPage } } } }")
                                        .formatted(RolloutHistory.RETRIED, filter, size, cursor))
                        .execute();
                seen.addAll(answer.path("rollout.devices.edges[*].node.place")
                        .entityList(String.class)
                        .get());
                more = answer.path("rollout.devices.pageInfo.hasNextPage")
                        .entity(Boolean.class)
                        .get();
                cursor = more
                        ? ", afterCursor: \""
                                + answer.path("rollout.devices.pageInfo.endCursor")
                                        .entity(String.class)
                                        .get()
                                + "\""
                        : "";
            }
            assertThat(String.join(" ", seen)).isEqualTo(places);
        }
    }

    /** That there is a rollout is the tenant's; its devices are where they are. */
    @Test
    @Requirement("11.10(d)")
    void fromASiteOnlyItsOwnDevicesAreSeen() {
        GraphQlTester basel =
                asking.as(authorities.person("rollouts-basel", new Grant(History.ACME, History.BASEL, Role.OPERATOR)));
        Map<String, Object> seen = rollout(basel, RolloutHistory.RETRIED.toString());
        assertThat(seen).containsEntry("deviceCount", 4);
        assertThat(seen.get("devices").toString())
                .contains(History.SUCCESSOR.toString(), History.GATEWAY.toString())
                .doesNotContain(History.SENSOR.toString());
        assertThat(seen.get("progress").toString()).contains("downloading=1", "verified=0", "notOffered=1");
        assertThat(seen.get("waves").toString())
                .contains("number=1, devices=1, soakMinutes=60, progress={verified=0, downloading=0}")
                .contains("number=2, devices=3, soakMinutes=0, progress={verified=0, downloading=1}");
    }

    /** What holds it up is at another site: that is said, and not how many devices are there. */
    @Test
    @Requirement("11.10(d)")
    void whatARolloutWaitsForIsSaidWhereverItIs() {
        GraphQlTester visp =
                asking.as(authorities.person("rollouts-visp", new Grant(History.ACME, History.VISP, Role.OPERATOR)));
        Map<String, Object> seen = rollout(visp, RolloutHistory.RETRIED.toString());
        assertThat(seen.get("progress").toString()).contains("verified=1", "downloading=0");
        assertThat(seen).containsEntry("waitingFor", "devices that have not ended");
        assertThat(rollout(visp, RolloutHistory.GIVEN_UP.toString())).containsEntry("waitingFor", null);
        GraphQlTester both = asking.as(authorities.person(
                "rollouts-visp-too",
                new Grant(History.ACME, History.VISP, Role.OPERATOR),
                new Grant(History.ACME, null, Role.AUDITOR)));
        Map<String, Object> whole = rollout(both, RolloutHistory.RETRIED.toString());
        assertThat(whole.get("progress").toString()).contains("verified=1", "downloading=1", "notOffered=2");
        assertThat(whole).containsEntry("waitingFor", "1 devices that have not ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollout(id: \"%s\") { state }", "node(id: \"%s\") { ... on Rollout { state } }"})
    @Requirement("11.10(d)")
    void anotherTenantsIsLikeNone(String question) {
        GraphQlTester elsewhere =
                asking.as(authorities.person("rollouts-elsewhere", new Grant(History.OTHER, null, Role.AUDITOR)));
        String id = question.startsWith("node")
                ? GlobalId.of("Rollout", RolloutHistory.CREATED)
                : RolloutHistory.CREATED.toString();
        assertThat(answer(graphql, question.formatted(id))).as("the control").contains("state=CREATED");
        assertThat(answer(elsewhere, question.formatted(id))).endsWith("=null}");
        assertThat(answer(elsewhere, "rollouts(tenant: \"acme\") { edges { node { state } } }"))
                .isEqualTo("{rollouts={edges=[]}}");
    }

    /** Each step of it, with who and why: the timeline. */
    @Test
    @Requirement({"11.10(e)", "Annex 11 s.9"})
    void theAuditTrailIsItsTimeline() {
        List<Map<String, Object>> trail = graphql.document("""
                        { auditTrail(tenant: "acme", record: "%s", first: 1000) {
                            edges { node { recordType event field from to actorName reason } } } }""".formatted(RolloutHistory.RETRIED))
                .execute()
                .path("auditTrail.edges[*].node")
                .entityList(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(trail).isNotEmpty().allSatisfy(entry -> assertThat(entry).containsEntry("recordType", "rollout"));
        assertThat(trail)
                .extracting(entry -> entry.get("event"))
                .contains(
                        "rolloutrun.RolloutCreated",
                        "rolloutrun.RolloutStarted",
                        "rolloutrun.RolloutWaveEnded",
                        "rolloutrun.RolloutHalted",
                        "rolloutrun.RolloutRetried");
        assertThat(trail.toString()).contains(History.SUCCESSOR.toString(), "E17");
    }

    private Map<String, Object> rollout(Object id) {
        return rollout(graphql, id.toString());
    }

    private static Map<String, Object> rollout(GraphQlTester asks, String id) {
        return asks.document("""
                        { rollout(id: "%s") { id tenant state waitingFor rolloutPlanId revision planHash title
                            release { version } deviceCount cohortHash seed round wave soakUntil signatures
                            createdBy startedBy waves { number devices soakMinutes progress { verified downloading } }
                            stopped { cause reason by wave failedOfWave waveDevices failed }
                            progress { waiting offered downloading installed verified failed rolledBack refused skipped
                                notOffered }
                            devices { edges { node { deviceId place wave state attempt code version at } } } } }
                        """.formatted(id))
                .execute()
                .path("rollout")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    private static String answer(GraphQlTester asks, String question) {
        return String.valueOf(asks.document("{ " + question + " }")
                .execute()
                .path("")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get());
    }
}
