package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One command to several devices, one of which fails, is mended, and is told again. */
final class DemoJob {
    private static final String JOB = "job { jobId state deviceCount cohortHash }";
    private static final String QUESTION =
            "query($id: ID!) { job(id: $id) { state round progress { waiting open succeeded failed } } }";

    private final GraphQlClient api;

    DemoJob(GraphQlClient api) {
        this.api = api;
    }

    /** @param broken says that it failed, until it is mended */
    Map<String, Object> show(List<String> devices, DemoDevice broken) {
        broken.breaks(true);
        JsonNode draft = api.mutate(
                        Role.OPERATOR,
                        "createJob",
                        "CreateJobInput",
                        Map.of(
                                "tenant",
                                Registration.TENANT,
                                "cohort",
                                Map.of("devices", devices),
                                "command",
                                "identify",
                                "ratePerMinute",
                                600,
                                "abort",
                                Map.of("failedCount", 3),
                                "reason",
                                "Which cabinets are they in?"),
                        JOB)
                .path("job");
        String job = draft.path("jobId").asString();
        api.mutate(
                Role.OPERATOR,
                "startJob",
                "StartJobInput",
                Map.of(
                        "job",
                        job,
                        "expectedDevices",
                        devices.size(),
                        "expectedHash",
                        draft.path("cohortHash").asString(),
                        "reason",
                        "As seen"),
                JOB);
        JsonNode first = completed(job, 1);
        expect(first, devices.size() - 1, 1);
        broken.breaks(false);
        api.mutate(
                Role.OPERATOR,
                "retryFailedOfJob",
                "DecideJobInput",
                Map.of("job", job, "reason", "Its lamp was replaced"),
                JOB);
        JsonNode second = completed(job, 2);
        expect(second, devices.size(), 0);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("devices", devices.size());
        figures.put("firstRound", told(first));
        figures.put("afterTheRetryOfTheOneThatFailed", told(second));
        return figures;
    }

    private JsonNode completed(String job, int round) {
        return Await.until(
                        "round " + round + " of the job completed",
                        Demo.SOON,
                        () -> api.ask(QUESTION, Map.of("id", job)).path("job"),
                        now -> now.path("round").asInt() == round
                                && now.path("state").asString().equals("COMPLETED"))
                .path("progress");
    }

    private static void expect(JsonNode progress, int succeeded, int failed) {
        if (progress.path("succeeded").asInt() != succeeded
                || progress.path("failed").asInt() != failed) {
            throw new DemoFailure("the job was expected to end with " + succeeded + " that succeeded and " + failed
                    + " that failed: " + progress);
        }
    }

    private static String told(JsonNode progress) {
        return progress.path("succeeded").asInt() + " succeeded, "
                + progress.path("failed").asInt() + " failed";
    }
}
