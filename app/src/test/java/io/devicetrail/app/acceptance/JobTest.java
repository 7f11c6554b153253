package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.instance.Cast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** One command for several devices, of which one fails; over the real parts. */
@TestInstance(Lifecycle.PER_CLASS)
class JobTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TENANT = "jobs";

    private final Api api = Api.shared();
    private Plant plant = new Plant(api, "", "", "", "");

    @BeforeAll
    void plant() {
        plant = Plant.of(api, TENANT);
    }

    @Test
    void aJobTellsEachDeviceOnceAndRetriesTheOneThatFailed() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            ids.add(plant.active("J-" + i));
        }
        String idle = plant.registered("J-9");
        JsonNode preview = api.ask(
                "previewJob",
                Map.of(
                        "tenant",
                        TENANT,
                        "cohort",
                        Map.of("devices", List.of(ids.get(0), ids.get(1), ids.get(2), idle)),
                        "command",
                        "identify",
                        "after",
                        plant.tag(idle, "line", "1")));
        assertThat(preview.path("deviceCount").asInt()).isEqualTo(3);
        assertThat(preview.at("/excluded/0/reason").asString()).isEqualTo("NOT_IN_SERVICE");
        assertThat(preview.at("/sites/0/site").asString()).isEqualTo(plant.basel());
        assertThat(preview.path("lifeCycles").toString())
                .as("all that were found")
                .contains("{\"lifeCycle\":\"ACTIVE\",\"devices\":3}");
        assertThat(preview.path("lifeCycles")).hasSize(2);
        assertThat(preview.path("risks").toString())
                .as("active, and never heard")
                .isEqualTo("[{\"band\":\"LOW\",\"devices\":3}]");
        assertThat(preview.path("connectivities").toString()).isEqualTo("[{\"connectivity\":null,\"devices\":3}]");

        JsonNode job = api.done("createJob", job(ids, Map.of("failedCount", 3))).path("job");
        String id = job.path("jobId").asString();
        assertThat(job.path("state").asString()).isEqualTo("DRAFT");
        assertThat(job.path("cohortHash").asString())
                .isEqualTo(preview.path("cohortHash").asString());
        assertThat(api.refused("startJob", start(id, 2, job))).isEqualTo("COHORT_NOT_AS_EXPECTED");
        try (Changes told = Changes.overServerSentEvents(api, "jobChanged", TENANT, Cast.ENGINEER.token());
                TestDevice one = TestDevice.connect(api.instance(), TENANT, ids.get(0));
                TestDevice two = TestDevice.connect(api.instance(), TENANT, ids.get(1));
                TestDevice three = TestDevice.connect(api.instance(), TENANT, ids.get(2))) {
            api.done("startJob", start(id, 3, job));
            answer(one, "succeeded", "OK");
            answer(two, "failed", "E17");
            answer(three, "succeeded", "OK");
            JsonNode completed = awaitState(id, "COMPLETED");
            assertThat(completed.at("/progress/succeeded").asInt()).isEqualTo(2);
            assertThat(completed.at("/progress/failed").asInt()).isEqualTo(1);
            assertThat(completed.path("devices").toString()).contains("E17");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(told.seen().toString())
                            .contains("\"jobId\":\"" + id + "\"", "\"state\":\"COMPLETED\"", "\"succeeded\":2"));

            api.done("retryFailedOfJob", Map.of("job", id, "reason", "Valve was mended"));
            answer(two, "succeeded", "OK");
            JsonNode done = awaitState(id, "COMPLETED", 2);
            assertThat(done.at("/progress/succeeded").asInt()).isEqualTo(3);
            assertThat(done.path("waitingFor").isNull()).isTrue();
        }
        assertThat(api.auditTrail(TENANT, id))
                .extracting(edge -> edge.path("node").path("event").asString())
                .contains(
                        "job.JobCreated", "job.JobStarted", "job.JobDeviceEnded", "job.JobRetried", "job.JobCompleted");
    }

    @Test
    void aJobHaltsAtTheFirstFailureAndTellsNobodyElse() throws Exception {
        String one = plant.active("H-1");
        String two = plant.active("H-2");
        Map<String, Object> input =
                Plant.with(job(List.of(one, two), Map.of("failedPercent", 1)), Map.of("ratePerMinute", 20));
        JsonNode job = api.done("createJob", input).path("job");
        String id = job.path("jobId").asString();
        boolean oneIsFirst = one.compareTo(two) < 0;
        try (TestDevice first = TestDevice.connect(api.instance(), TENANT, oneIsFirst ? one : two)) {
            api.done("startJob", start(id, 2, job));
            answer(first, "failed", "E18");
            JsonNode halted = awaitState(id, "HALTED");
            assertThat(halted.path("haltedBecause").asString()).isEqualTo("FAILED_PERCENT: 1 of 1 devices failed");
            assertThat(halted.at("/progress/notTold").asInt()).isEqualTo(1);
            assertThat(api.refused("resumeJob", Map.of("job", id, "reason", "Try")))
                    .isEqualTo("JOB_STATE_UNFIT");
        }
    }

    @Test
    void aKeyOfOneCohortIsNotThatOfAnother() throws Exception {
        List<String> ids = List.of(plant.active("K-1"), plant.active("K-2"));
        Map<String, Object> key = Map.of("clientMutationId", "cohort-key");
        Map<String, Object> input = Plant.with(job(ids, Map.of("failedCount", 1)), key);
        JsonNode created = api.done("createJob", input).path("job");
        assertThat(api.done("createJob", input).path("job").path("jobId")).isEqualTo(created.path("jobId"));
        assertThat(api.refused("createJob", Plant.with(job(ids.subList(0, 1), Map.of("failedCount", 1)), key)))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    private Map<String, Object> job(List<String> devices, Map<String, ?> abort) {
        return Map.of(
                "tenant",
                TENANT,
                "cohort",
                Map.of("devices", devices),
                "command",
                "identify",
                "ratePerMinute",
                600,
                "abort",
                abort,
                "reason",
                "Which is which");
    }

    /** One creates it, another starts it, and its commands say so; a device that is retired meanwhile is no failure. */
    @Test
    void commandsOfTwoPersonsSayByWhichJobTheyWereAgreedTo() throws Exception {
        api.done(
                "publishDeviceModelVersion",
                Map.of(
                        "tenant",
                        TENANT,
                        "manufacturer",
                        Plant.MAKER,
                        "name",
                        "HC2A",
                        "version",
                        2,
                        "heartbeatSeconds",
                        Plant.HOUR,
                        "commands",
                        List.of(Map.of("name", "purge", "timeoutSeconds", 60, "twoPersons", true))));
        String one = plant.registered(Plant.with(plant.device("T-1"), Map.of("modelVersion", 2)));
        plant.step("enrolDevice", one);
        plant.step("commissionDevice", one);
        JsonNode job = api.done(
                        "createJob",
                        Plant.with(job(List.of(one), Map.of("failedCount", 1)), Map.of("command", "purge")))
                .path("job");
        String id = job.path("jobId").asString();
        assertThat(api.refused("startJob", start(id, 1, job))).isEqualTo("START_BY_AUTHOR");
        try (TestDevice device = TestDevice.connect(api.instance(), TENANT, one)) {
            JsonNode started = api.answer(
                            Cast.OPERATOR.token(), "mutations", "startJob", Map.of("input", start(id, 1, job)))
                    .at("/data/startJob");
            assertThat(started.path("errors")).isEmpty();
            String command = device.nextCommand().path("commandId").asString();
            JsonNode shown = api.ask("command", Map.of("id", command, "after", api.head()));
            assertThat(shown.path("approvedByJob").asString()).isEqualTo(id);
            assertThat(shown.path("approvedBy").asString())
                    .isEqualTo(
                            api.ask("job", Map.of("id", id)).path("startedBy").asString())
                    .isNotBlank();
            plant.step("retireDevice", one);
            JsonNode over = awaitState(id, "COMPLETED");
            assertThat(over.at("/progress/failed").asInt()).isZero();
            assertThat(over.at("/devices/edges/0/node/state").asString()).isEqualTo("CANCELLED");
            assertThat(over.at("/devices/edges/0/node/code").asString()).isEqualTo("DEVICE_RETIRED");
        }
        assertThat(api.auditTrail(TENANT, one).toString()).contains("command.CommandAgreedByJob", "jobStartedByName");
    }

    private static Map<String, Object> start(String job, int devices, JsonNode created) {
        return Map.of(
                "job",
                job,
                "expectedDevices",
                devices,
                "expectedHash",
                created.path("cohortHash").asString(),
                "reason",
                "Seen");
    }

    private static void answer(TestDevice device, String answer, String code) throws Exception {
        device.answer(device.nextCommand().path("commandId").asString(), answer, code);
    }

    private JsonNode awaitState(String job, String state) {
        return awaitState(job, state, 1);
    }

    private JsonNode awaitState(String job, String state, int round) {
        return await().atMost(SOON)
                .until(
                        () -> api.ask("job", Map.of("id", job)),
                        now -> now.path("state").asString().equals(state)
                                && now.path("round").asInt() == round);
    }
}
