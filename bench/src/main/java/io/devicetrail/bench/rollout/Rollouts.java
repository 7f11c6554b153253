package io.devicetrail.bench.rollout;

import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.Fleet;
import io.devicetrail.bench.Program;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What whoever runs rollouts asks, by GraphQL over HTTP: one question after the other, each once the last is answered. */
record Rollouts(Program program) {
    static final int WAVES = 10;
    /** As fast as a plan may ask for: the platform's own pace is what is measured. */
    private static final int OFFERS_PER_MINUTE = 600_000;

    static final String VERSION = "2.1.0";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String DRAFT = """
            mutation($input: DraftRolloutPlanInput!) {
              draftRolloutPlan(input: $input) { plan { rolloutPlanId } errors { code message } } }""";
    private static final String PREVIEW = """
            query($plan: ID!) { rolloutPreview(plan: $plan) { deviceCount cohortHash waves { number devices } } }""";
    private static final String CREATE = """
            mutation($input: CreateRolloutInput!) {
              createRollout(input: $input) { rollout { rolloutId } errors { code message } } }""";
    private static final String START = """
            mutation($input: StartRolloutInput!) {
              startRollout(input: $input) { rollout { state } errors { code message } } }""";
    private static final String NEXT = """
            mutation($input: BeginNextRolloutWaveInput!) {
              beginNextRolloutWave(input: $input) { rollout { wave } errors { code message } } }""";
    private static final String ABORT = """
            mutation($input: DecideRolloutInput!) {
              abortRollout(input: $input) { rollout { state } errors { code message } } }""";
    private static final String STATE = """
            query($id: ID!) { rollout(id: $id) { state progress { verified } } }""";

    /** A plan of ten even waves without soaks, and what the preview says of it. */
    record Previewed(String plan, int devices, String hash) {}

    /** @param title of its own for each */
    Previewed plan(String title, DeviceModelId model, int devices) {
        String plan = program.mutate(
                        "draftRolloutPlan",
                        DRAFT,
                        Map.of("tenant", Fleet.TENANT.value(), "content", content(title, model)))
                .join()
                .path("plan")
                .path("rolloutPlanId")
                .asString();
        JsonNode preview = program.ask(PREVIEW, Map.of("plan", plan)).join().path("rolloutPreview");
        if (preview.path("deviceCount").asInt() != devices) {
            throw new IllegalStateException(devices + " devices were expected: " + preview);
        }
        return new Previewed(plan, devices, preview.path("cohortHash").asString());
    }

    /** Its id; the cohort is frozen. */
    String create(Previewed plan) {
        return program.mutate(
                        "createRollout",
                        CREATE,
                        Map.of(
                                "tenant",
                                Fleet.TENANT.value(),
                                "plan",
                                plan.plan(),
                                "expectedRevision",
                                1,
                                "reason",
                                "bench"))
                .join()
                .path("rollout")
                .path("rolloutId")
                .asString();
    }

    void start(String rollout, Previewed plan) {
        program.mutate(
                        "startRollout",
                        START,
                        Map.of(
                                "rollout",
                                rollout,
                                "expectedDevices",
                                plan.devices(),
                                "expectedCohortHash",
                                plan.hash(),
                                "reason",
                                "bench"))
                .join();
    }

    void beginNextWave(String rollout, int after) {
        program.mutate("beginNextRolloutWave", NEXT, Map.of("rollout", rollout, "after", after, "reason", "bench"))
                .join();
    }

    void abort(String rollout) {
        program.mutate("abortRollout", ABORT, Map.of("rollout", rollout, "reason", "bench"))
                .join();
    }

    /** Until a query says that it is over with all devices verified. */
    void awaitVerified(String rollout, int devices) {
        BenchInstance.await("devices are verified", devices, PATIENCE, () -> {
            JsonNode now = program.ask(STATE, Map.of("id", rollout)).join().path("rollout");
            int verified = now.path("progress").path("verified").asInt();
            return now.path("state").asString("").equals("COMPLETED") ? verified : Math.min(verified, devices - 1);
        });
    }

    private static Map<String, Object> content(String title, DeviceModelId model) {
        return Map.of(
                "title",
                title,
                "release",
                Map.of("name", "meter-firmware", "version", VERSION, "sha256", "0".repeat(64), "size", 4_711_000),
                "model",
                model.toString(),
                "modelVersions",
                List.of(1),
                "cohort",
                Map.of("hardwareRevisions", List.of("A")),
                "waves",
                IntStream.rangeClosed(1, WAVES)
                        .mapToObj(wave -> Map.of("percent", wave * 100 / WAVES, "soakMinutes", 0))
                        .toList(),
                "stop",
                Map.of("mostFailedPercent", 2),
                "offersPerMinute",
                OFFERS_PER_MINUTE);
    }
}
