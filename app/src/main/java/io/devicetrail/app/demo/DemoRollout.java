package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A signed rollout. The release does not start on one revision of the hardware: the first wave halts at the threshold; the
 * plan is revised to leave that revision out, signed again, and its run ends.
 */
final class DemoRollout {
    private static final String TAG = "release-2.1";
    private static final String NAME = "hc2a-firmware";
    private static final String VERSION = "2.1.0";
    /** Any would do; with the same one the demo's devices are always in the same order. */
    private static final String SEED = "demo";

    private static final String ROLLOUT = "rollout { rolloutId state deviceCount cohortHash }";
    private static final String QUESTION = """
            query($id: ID!) { rollout(id: $id) { state wave stopped { cause }
              progress { verified failed rolledBack notOffered } } }""";

    private final GraphQlClient api;
    private final DemoSignature signatures;
    private final DemoAudit audit;

    DemoRollout(GraphQlClient api, DemoSignature signatures, DemoAudit audit) {
        this.api = api;
        this.signatures = signatures;
        this.audit = audit;
    }

    /** The image of the release, brought and published. */
    static DemoArtifact publish(DemoPlatform platform, GraphQlClient api, Registration.Model model) {
        byte[] image = "hc2a firmware 2.1.0\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        DemoArtifact artifact = DemoArtifact.upload(platform, api, NAME + "-" + VERSION + ".bin", image);
        api.mutate(
                Role.SITE_ENGINEER,
                "publishSoftwareRelease",
                "PublishSoftwareReleaseInput",
                Map.of(
                        "tenant",
                        Registration.TENANT,
                        "name",
                        NAME,
                        "version",
                        VERSION,
                        "artifact",
                        artifact.sha256(),
                        "model",
                        model.id(),
                        "modelVersions",
                        List.of(model.version())),
                "release { softwareReleaseId }");
        return artifact;
    }

    Map<String, Object> show(DemoArtifact artifact, Registration.Model model, List<String> devices) {
        devices.forEach(device -> api.mutate(
                Role.SITE_ENGINEER,
                "tagDevice",
                "TagDeviceInput",
                Map.of("device", device, "name", TAG, "value", "yes", "reason", "Takes part in the rollout"),
                "device { deviceId }"));
        requireSignatures();
        String plan = api.mutate(
                        Role.OPERATOR,
                        "draftRolloutPlan",
                        "DraftRolloutPlanInput",
                        Map.of("tenant", Registration.TENANT, "content", content(artifact, model, List.of())),
                        "plan { rolloutPlanId }")
                .path("plan")
                .path("rolloutPlanId")
                .asString();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("signedBy", sign(plan));
        String first = start(plan, 1, devices.size());
        JsonNode halted = until(first, "HALTED");
        figures.put(
                "firstRun",
                "halted in wave " + halted.path("wave").asInt() + ": "
                        + halted.at("/stopped/cause").asString() + ", " + halted.path("progress"));
        api.mutate(
                Role.OPERATOR,
                "reviseRolloutPlan",
                "ReviseRolloutPlanInput",
                Map.of(
                        "plan",
                        plan,
                        "expectedRevision",
                        1,
                        "content",
                        content(artifact, model, List.of("A")),
                        "reason",
                        "Boards of revision B do not start it"),
                "plan { revision }");
        figures.put("signedAgainBy", sign(plan));
        long fit = devices.size() - revisionB(devices);
        String second = start(plan, 2, (int) fit);
        JsonNode done = until(second, "COMPLETED");
        if (done.path("progress").path("verified").asLong() != fit) {
            throw new DemoFailure(fit + " verified devices were expected: " + done);
        }
        figures.put("secondRun", "completed, " + done.path("progress"));
        figures.put("entriesOfTheFirstRunExported", audit.export(first).entries());
        figures.put("entriesOfTheSecondRunExported", audit.export(second).entries());
        return figures;
    }

    /** Without it a start would ask for none. */
    private void requireSignatures() {
        api.mutate(
                "setSignaturePolicy",
                "SetSignaturePolicyInput",
                Map.of(
                        "tenant",
                        Registration.TENANT,
                        "kind",
                        "ROLLOUT_PLAN",
                        "steps",
                        List.of(Map.of("meaning", "APPROVAL", "roles", List.of(Role.QUALITY_APPROVER.key()))),
                        "reason",
                        "Nothing is rolled out unsigned"),
                "policy { kind }");
    }

    private String sign(String plan) {
        JsonNode signature = signatures.approve("ROLLOUT_PLAN", plan, "Demo: the plan is fit for the line");
        return signature.path("printedName").asString() + ", "
                + signature.path("meaning").asString();
    }

    private long revisionB(List<String> devices) {
        return devices.stream()
                .filter(device -> api.ask(
                                "query($id: ID!) { device(id: $id) { hardwareRevision } }", Map.of("id", device))
                        .path("device")
                        .path("hardwareRevision")
                        .asString("")
                        .equals("B"))
                .count();
    }

    private String start(String plan, int revision, int devices) {
        JsonNode created = api.mutate(
                        Role.OPERATOR,
                        "createRollout",
                        "CreateRolloutInput",
                        Map.of(
                                "tenant",
                                Registration.TENANT,
                                "plan",
                                plan,
                                "expectedRevision",
                                revision,
                                "seed",
                                SEED,
                                "reason",
                                "Demo"),
                        ROLLOUT)
                .path("rollout");
        if (created.path("deviceCount").asInt() != devices) {
            throw new DemoFailure("a cohort of " + devices + " devices was expected: " + created);
        }
        api.mutate(
                Role.OPERATOR,
                "startRollout",
                "StartRolloutInput",
                Map.of(
                        "rollout",
                        created.path("rolloutId").asString(),
                        "expectedDevices",
                        devices,
                        "expectedCohortHash",
                        created.path("cohortHash").asString(),
                        "reason",
                        "As seen"),
                ROLLOUT);
        return created.path("rolloutId").asString();
    }

    private JsonNode until(String rollout, String state) {
        return Await.until(
                "the rollout " + state,
                Demo.SOON,
                () -> api.ask(QUESTION, Map.of("id", rollout)).path("rollout"),
                now -> now.path("state").asString().equals(state));
    }

    private static Map<String, Object> content(
            DemoArtifact artifact, Registration.Model model, List<String> hardwareRevisions) {
        return Map.of(
                "title",
                "Sensors to 2.1",
                "release",
                Map.of("name", NAME, "version", VERSION, "sha256", artifact.sha256(), "size", artifact.size()),
                "model",
                model.id(),
                "modelVersions",
                List.of(model.version()),
                "cohort",
                Map.of("hardwareRevisions", hardwareRevisions, "tags", List.of(Map.of("name", TAG, "value", "yes"))),
                "waves",
                List.of(Map.of("percent", 50, "soakMinutes", 0), Map.of("percent", 100, "soakMinutes", 0)),
                "stop",
                Map.of("mostFailedDevices", 0),
                "offersPerMinute",
                600);
    }
}
