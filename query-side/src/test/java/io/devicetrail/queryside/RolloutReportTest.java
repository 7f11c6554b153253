package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** What a rollout came to, now and at moments of its past, as it is asked for. */
@QuerySideInstance
@Requirement({"11.10(b)", "Annex 11 s.9"})
@NullUnmarked // what is missing fails the test anyway
class RolloutReportTest {
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

    @AfterEach
    void nothingIsHeld() {
        log.beforeReport = () -> {};
        log.tooLong.clear();
    }

    @Test
    void itSaysWhatWasRunWhoLedItAndWhatCameOfIt() {
        Map<String, Object> report = report(RolloutHistory.RETRIED, "");
        assertThat(report)
                .containsEntry("rolloutId", RolloutHistory.RETRIED.toString())
                .containsEntry("tenant", "acme")
                .containsEntry("rolloutPlanId", PlanHistory.SIGNED.toString())
                .containsEntry("revision", 1)
                .containsEntry("planHash", "0".repeat(64))
                .containsEntry("title", "First")
                .containsEntry("deviceCount", 4)
                .containsEntry("state", "RUNNING")
                .containsEntry("round", 2)
                .containsEntry("signatures", List.of(RolloutHistory.SIGNATURE.toString()))
                .containsEntry("stopped", null)
                .containsEntry("stepsLeftOut", 0)
                .containsEntry("failures", List.of());
        assertThat(kinds(report)).isEqualTo("[CREATED, STARTED, WAVE_ENDED, WAVE_BEGUN, HALTED, RETRIED]");
        assertThat(report.get("steps").toString()).contains("by=Ada L.", "reason=drifts");
        assertThat(report.get("progress")).hasToString("{verified=1, downloading=1, notOffered=2}");
        assertThat(report.get("waves").toString())
                .contains("number=1, devices=1, soakMinutes=60", "verifying={devices=1, p50Millis=");
    }

    @Test
    void atEachOfItsStepsItIsAsItWasThen() {
        List<Map<String, Object>> steps = steps(report(RolloutHistory.RETRIED, ""));
        List<String> states = new ArrayList<>();
        for (Map<String, Object> step : steps) {
            Map<String, Object> then = report(RolloutHistory.RETRIED, ", atPosition: " + step.get("index"));
            assertThat(then.get("position")).isEqualTo(step.get("index"));
            assertThat(report(RolloutHistory.RETRIED, ", atTime: \"" + step.get("at") + "\""))
                    .isEqualTo(then);
            states.add(then.get("state").toString());
        }
        assertThat(states).containsExactly("CREATED", "RUNNING", "SOAKING", "RUNNING", "HALTED", "RUNNING");

        Map<String, Object> halted =
                report(RolloutHistory.RETRIED, ", atPosition: " + steps.get(4).get("index"));
        assertThat(halted.get("stopped").toString()).contains("kind=HALTED", "cause=FAILED_DEVICES", "wave=2");
        assertThat(halted.get("failures")).hasToString("[{state=FAILED, code=E17, devices=1}]");
        assertThat(halted.get("failedDevices").toString())
                .contains("deviceId=" + History.SUCCESSOR, "attempt=1", "code=E17", "serialNumber=SN-2");
        assertThat(halted.get("times").toString()).doesNotContain("endedAt=null");
    }

    @Test
    void ofATimeBeforeItThereIsNone() {
        long created =
                number(steps(report(RolloutHistory.RETRIED, "")).getFirst().get("index"));
        assertThat(answer(graphql, RolloutHistory.RETRIED, ", atPosition: " + (created - 1)))
                .isEqualTo("{rolloutReport=null}");
        assertThat(answer(graphql, RolloutHistory.RETRIED, ", atTime: \"2020-01-01T00:00:00Z\""))
                .isEqualTo("{rolloutReport=null}");
        assertThat(refusal(graphql, RolloutHistory.RETRIED, ", atPosition: 0, atTime: \"2020-01-01T00:00:00Z\""))
                .isEqualTo("BAD_AS_OF");
        assertThat(refusal(graphql, RolloutHistory.RETRIED, ", atPosition: 99999999"))
                .isEqualTo("POSITION_NOT_REACHED");
    }

    @Test
    void devicesThatFailedArePagedInTheOrderOfTheOffers() {
        String position = report(RolloutHistory.GIVEN_UP, "").get("position").toString();
        String question = "{ rolloutReport(rollout: \"%s\", atPosition: %s) { failedDevices(first: 1%s) {"
                + " edges { cursor node { place code } } pageInfo { hasNextPage } } } }";
        GraphQlTester.Response first = graphql.document(
                        question.formatted(GlobalId.of("Rollout", RolloutHistory.GIVEN_UP.value()), position, ""))
                .execute();
        first.path("rolloutReport.failedDevices.edges[*].node.code")
                .entityList(String.class)
                .containsExactly("E18");
        String cursor = first.path("rolloutReport.failedDevices.edges[0].cursor")
                .entity(String.class)
                .get();
        graphql.document(question.formatted(RolloutHistory.GIVEN_UP, position, ", afterCursor: \"" + cursor + "\""))
                .execute()
                .path("rolloutReport.failedDevices.edges")
                .entityList(Object.class)
                .hasSize(0);
    }

    @Test
    @Requirement("11.10(d)")
    void whoSeesSomeSitesOnlyIsToldThatItTakesTheWholeTenant() {
        GraphQlTester basel =
                asking.as(authorities.person("report-basel", new Grant(History.ACME, History.BASEL, Role.AUDITOR)));
        assertThat(refusal(basel, RolloutHistory.RETRIED, "")).isEqualTo("NOT_WHOLE_TENANT");
        GraphQlTester elsewhere =
                asking.as(authorities.person("report-elsewhere", new Grant(History.OTHER, null, Role.AUDITOR)));
        assertThat(answer(elsewhere, RolloutHistory.RETRIED, "")).isEqualTo("{rolloutReport=null}");
    }

    @Test
    void aHistoryThatIsTooLongIsRefusedAndAFurtherOneIsMadeAfterwards() {
        log.tooLong.add(RolloutHistory.RETRIED);
        for (int times = 0; times < 4; times++) {
            assertThat(refusal(graphql, RolloutHistory.RETRIED, "")).isEqualTo("ROLLOUT_TOO_LONG");
        }
        assertThat(report(RolloutHistory.PAUSED, "")).containsEntry("state", "PAUSED");
    }

    @Test
    void aThirdOneAtTheSameMomentIsRefused() throws Exception {
        CountDownLatch within = new CountDownLatch(2);
        CountDownLatch held = new CountDownLatch(1);
        log.beforeReport = () -> {
            within.countDown();
            hold(held);
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Object>> two = List.of(
                    CompletableFuture.supplyAsync(
                            () -> report(RolloutHistory.PAUSED, "").get("state"), threads),
                    CompletableFuture.supplyAsync(
                            () -> report(RolloutHistory.PAUSED, "").get("state"), threads));
            assertThat(within.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(refusal(graphql, RolloutHistory.PAUSED, "")).isEqualTo("REPORTS_BUSY");
            held.countDown();
            for (CompletableFuture<Object> one : two) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo("PAUSED");
            }
        }
    }

    private static void hold(CountDownLatch held) {
        try {
            assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> report(RolloutRunId run, String moment) {
        return graphql.document(question(run, moment))
                .execute()
                .path("rolloutReport")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    private static String question(RolloutRunId run, String moment) {
        return """
                { rolloutReport(rollout: "%s"%s) { rolloutId tenant rolloutPlanId revision planHash title deviceCount
                    position state round signatures signed { printedName } stepsLeftOut
                    steps { kind index at by role reason } stopped { kind cause wave failed }
                    times { createdAt startedAt offeredAt verifiedAt endedAt }
                    progress { verified downloading notOffered }
                    waves { number devices soakMinutes verifying { devices p50Millis } }
                    failures { state code devices } failuresLeftOut
                    failedDevices { edges { node { deviceId device { serialNumber } attempt code } } } } }
                """.formatted(run, moment);
    }

    private static String answer(GraphQlTester asks, RolloutRunId run, String moment) {
        return String.valueOf(asks.document(question(run, moment))
                .execute()
                .path("")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get());
    }

    private static String refusal(GraphQlTester asks, RolloutRunId run, String moment) {
        List<String> codes = new ArrayList<>();
        asks.document(question(run, moment))
                .execute()
                .errors()
                .satisfy(errors -> errors.forEach(
                        error -> codes.add(String.valueOf(error.getExtensions().get("code")))));
        return String.join(" ", codes);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> steps(Map<String, Object> report) {
        return (List<Map<String, Object>>) report.get("steps");
    }

    private static String kinds(Map<String, Object> report) {
        return steps(report).stream().map(step -> step.get("kind")).toList().toString();
    }

    private static long number(Object value) {
        return Long.parseLong(value.toString());
    }
}
