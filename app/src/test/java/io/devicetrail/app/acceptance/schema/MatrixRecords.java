package io.devicetrail.app.acceptance.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.acceptance.TestDevice;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestInstance;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.app.instance.Uploads;
import io.devicetrail.domain.authority.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import tools.jackson.databind.JsonNode;

/** One record of each kind at a tenant, to be asked about. */
record MatrixRecords(
        String tenant,
        String site,
        String model,
        String device,
        String command,
        String person,
        String key,
        long entry,
        String role,
        long quarantined,
        String plan,
        String rollout,
        String partner,
        String offered,
        String received,
        String incident,
        String job,
        String artifactHash,
        String artifact,
        String release,
        String exportJob) {
    private static final String MAKER = "Matrix AG";

    static MatrixRecords of(Staff staff, String tenant) {
        String site = site(staff, tenant);
        String model = model(staff, tenant);
        String device = device(staff, tenant, site, model);
        String partner = tenant + "-partner";
        String partnersDevice = device(staff, partner, site(staff, partner), model(staff, partner));
        long entry = 0;
        for (String step : List.of("enrolDevice", "commissionDevice")) {
            entry = did(staff, step, Map.of("device", device, "reason", "Matrix"), "position")
                    .path("position")
                    .asLong();
        }
        String command = did(
                        staff, "requestCommand", Map.of("device", device, "name", "identify"), "command { commandId }")
                .path("command")
                .path("commandId")
                .asString();
        String key = did(
                        staff,
                        "issueApiKey",
                        Map.of(
                                "tenant",
                                tenant,
                                "name",
                                "Matrix",
                                "roles",
                                List.of("operator"),
                                "expiresAt",
                                Instant.now().plus(Duration.ofDays(7)).toString(),
                                "reason",
                                "Matrix"),
                        "apiKey { apiKeyId }")
                .path("apiKey")
                .path("apiKeyId")
                .asString();
        did(
                staff,
                "setSignaturePolicy",
                Map.of(
                        "tenant",
                        tenant,
                        "kind",
                        "DEAD_LETTER_RELEASE",
                        "steps",
                        List.of(Map.of("meaning", "REVIEW")),
                        "reason",
                        "Matrix"),
                "policy { tenant }");
        String role = did(
                        staff,
                        "defineRole",
                        Map.of(
                                "tenant",
                                tenant,
                                "key",
                                tenant + "-role",
                                "name",
                                "Matrix",
                                "duty",
                                "WORK",
                                "permissions",
                                List.of("device"),
                                "reason",
                                "Matrix"),
                        "role { key }")
                .path("role")
                .path("key")
                .asString();
        // Somebody of this tenant alone: who is asked about is a record of a tenant's, like the others.
        String subject = "person-of-" + tenant;
        staff.register(subject);
        staff.grant(subject, tenant, Role.OPERATOR);
        String person = TestIssuer.person(subject).toString();
        String plan = plan(staff, tenant, model);
        byte[] file = tenant.getBytes(StandardCharsets.UTF_8);
        String artifact = new Uploads(TestInstance.shared().addresses().http(), Cast.ENGINEER.token())
                .uploaded(tenant, file, "matrix.bin");
        return new MatrixRecords(
                tenant,
                site,
                model,
                device,
                command,
                person,
                key,
                entry,
                role,
                quarantined(staff, tenant, device),
                plan,
                rollout(staff, tenant, plan),
                partner,
                offer(staff, device, partner),
                offer(staff, partnersDevice, tenant),
                incident(staff, tenant, device),
                job(staff, tenant, device),
                Uploads.hash(file),
                artifact,
                release(staff, tenant, model, Uploads.hash(file)),
                exportJob(staff, tenant));
    }

    private static String release(Staff staff, String tenant, String model, String artifact) {
        return did(
                        staff,
                        "publishSoftwareRelease",
                        Map.of(
                                "tenant",
                                tenant,
                                "name",
                                "Matrix",
                                "version",
                                "1",
                                "artifact",
                                artifact,
                                "model",
                                model,
                                "modelVersions",
                                List.of(1)),
                        "release { softwareReleaseId }")
                .path("release")
                .path("softwareReleaseId")
                .asString();
    }

    private static String site(Staff staff, String tenant) {
        staff.tenant(tenant);
        return did(staff, "openSite", Map.of("tenant", tenant, "key", "site", "name", "Site", "zone", "UTC"), "siteId")
                .path("siteId")
                .asString();
    }

    private static String model(Staff staff, String tenant) {
        return did(
                        staff,
                        "publishDeviceModelVersion",
                        Map.of(
                                "tenant",
                                tenant,
                                "manufacturer",
                                MAKER,
                                "name",
                                "M",
                                "version",
                                1,
                                "heartbeatSeconds",
                                3600,
                                "commands",
                                List.of(Map.of("name", "identify", "timeoutSeconds", 60))),
                        "deviceModel { deviceModelId }")
                .path("deviceModel")
                .path("deviceModelId")
                .asString();
    }

    private static String device(Staff staff, String tenant, String site, String model) {
        return did(
                        staff,
                        "registerDevice",
                        Map.of(
                                "tenant", tenant,
                                "site", site,
                                "manufacturer", MAKER,
                                "serialNumber", "M-1",
                                "model", model,
                                "modelVersion", 1),
                        "device { deviceId }")
                .path("device")
                .path("deviceId")
                .asString();
    }

    private static String offer(Staff staff, String device, String receiver) {
        Instant until = Instant.now().plus(Duration.ofDays(7));
        return did(
                        staff,
                        "offerDeviceTransfer",
                        Map.of("device", device, "receiver", receiver, "until", until.toString(), "reason", "Matrix"),
                        "transfer { transferId }")
                .path("transfer")
                .path("transferId")
                .asString();
    }

    /** Of the device, whose last word was that it is gone. */
    private static String incident(Staff staff, String tenant, String device) {
        try (TestDevice speaker = TestDevice.connect(TestInstance.shared(), tenant, device)) {
            speaker.say("presence", "{\"state\":\"offline\"}");
        } catch (MqttException e) {
            throw new AssertionError(e);
        }
        String question = "{ incidents(tenant: \"" + tenant + "\") { edges { node { incidentId } } } }";
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> staff.ask(Cast.ENGINEER.token(), question, Map.of())
                                .at("/data/incidents/edges/0/node/incidentId")
                                .asString(""),
                        id -> !id.isEmpty());
    }

    private static String job(Staff staff, String tenant, String device) {
        Map<String, Object> input = Map.of(
                "tenant",
                tenant,
                "cohort",
                Map.of("devices", List.of(device)),
                "command",
                "identify",
                "ratePerMinute",
                60,
                "abort",
                Map.of("failedCount", 1),
                "reason",
                "Matrix");
        return did(staff, "createJob", input, "job { jobId }")
                .path("job")
                .path("jobId")
                .asString();
    }

    private static String exportJob(Staff staff, String tenant) {
        return did(staff, "requestExportJob", Map.of("tenant", tenant, "reason", "Matrix"), "job { exportJobId }")
                .path("job")
                .path("exportJobId")
                .asString();
    }

    private static String plan(Staff staff, String tenant, String model) {
        Map<String, Object> content = Map.of(
                "title",
                "Matrix",
                "release",
                Map.of("name", "M", "version", "1", "sha256", "0".repeat(64), "size", 1),
                "model",
                model,
                "modelVersions",
                List.of(1),
                "cohort",
                Map.of(),
                "waves",
                List.of(Map.of("percent", 100, "soakMinutes", 0)),
                "stop",
                Map.of("mostFailedDevices", 0),
                "offersPerMinute",
                1);
        return did(staff, "draftRolloutPlan", Map.of("tenant", tenant, "content", content), "plan { rolloutPlanId }")
                .path("plan")
                .path("rolloutPlanId")
                .asString();
    }

    private static String rollout(Staff staff, String tenant, String plan) {
        Map<String, Object> input = Map.of("tenant", tenant, "plan", plan, "expectedRevision", 1, "reason", "Matrix");
        return did(staff, "createRollout", input, "rollout { rolloutId }")
                .path("rollout")
                .path("rolloutId")
                .asString();
    }

    /** Number of a message that makes no sense. */
    private static long quarantined(Staff staff, String tenant, String device) {
        try (TestDevice speaker = TestDevice.connect(TestInstance.shared(), tenant, device)) {
            speaker.say("telemetry", "no sense");
        } catch (MqttException e) {
            throw new AssertionError(e);
        }
        String question = "{ quarantine(tenant: \"" + tenant + "\") { number } }";
        return await().until(
                        () -> staff.ask(Cast.ENGINEER.token(), question, Map.of())
                                .at("/data/quarantine/0/number")
                                .asLong(),
                        number -> number > 0);
    }

    private static JsonNode did(Staff staff, String mutation, Map<String, ?> input, String fields) {
        return staff.done(Cast.whoMay(mutation).token(), mutation, input, fields);
    }

    /** Until everything is projected that a question could show. */
    void awaitShown(Staff staff) {
        String everything = "{ fleet(search: {tenant: \"" + tenant + "\"}) { totalCount } command(id: \"" + command
                + "\") { commandId } device(id: \"" + device + "\") { lifeCycle } deviceTransfers(tenant: \"" + tenant
                + "\") { edges { cursor } } rollout(id: \"" + rollout + "\") { rolloutId } rolloutPlan(id: \"" + plan
                + "\") { rolloutPlanId } }";
        await().untilAsserted(() -> {
            JsonNode data =
                    staff.ask(Cast.ENGINEER.token(), everything, Map.of()).path("data");
            assertThat(data.path("fleet").path("totalCount").asInt()).isEqualTo(1);
            assertThat(data.path("command").isObject()).isTrue();
            assertThat(data.path("rollout").isObject()).isTrue();
            assertThat(data.path("rolloutPlan").isObject()).isTrue();
            assertThat(data.path("deviceTransfers").path("edges")).hasSize(2);
            assertThat(data.path("device").path("lifeCycle").asString()).isEqualTo("ACTIVE");
        });
    }

    /** Whether an answer holds anything of it. */
    boolean shownIn(JsonNode data) {
        String text = data.toString();
        return text.contains(tenant)
                || text.contains(device)
                || text.contains(command)
                || text.contains(model)
                || text.contains(plan)
                || text.contains(rollout)
                || text.contains(job)
                || text.contains(exportJob)
                || text.contains(key);
    }
}
