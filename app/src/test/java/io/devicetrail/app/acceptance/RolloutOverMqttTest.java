package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.CreateRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.StartRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A run on its way down to devices and up again: broker, log and aggregate are the real ones. */
class RolloutOverMqttTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SHA256 = "0a".repeat(32);

    private final Api api = Api.shared();
    private final CommandGateway commands = api.instance().context().getBean(CommandGateway.class);

    @Test
    @Requirement("11.10(e)")
    void devicesAreOfferedAReleaseAndReportUntilEachHasEnded() throws Exception {
        Plant plant = Plant.of(api, "rollout-mqtt");
        List<String> ids = List.of(plant.active("U-1"), plant.active("U-2"), plant.active("U-3"));
        RolloutRunId run = created(plant, ids);
        try (TestDevice one = TestDevice.connect(api.instance(), plant.tenant(), ids.get(0));
                TestDevice two = TestDevice.connect(api.instance(), plant.tenant(), ids.get(1));
                TestDevice three = TestDevice.connect(api.instance(), plant.tenant(), ids.get(2))) {
            started(plant, run, ids);
            for (TestDevice each : List.of(one, two, three)) {
                JsonNode offer = each.nextOffer();
                assertThat(offer.path("rollout").asString()).isEqualTo(run.toString());
                assertThat(offer.path("attempt").asInt()).isEqualTo(1);
                assertThat(offer.at("/release/version").asString()).isEqualTo("2.1.0");
                assertThat(offer.path("target").asString())
                        .isEqualTo(SoftwareReleaseId.of(TenantId.of(plant.tenant()), "hc2a", "2.1.0")
                                .target());
                assertThat(offer.path("sha256").asString()).isEqualTo(SHA256);
                assertThat(offer.path("size").asLong()).isEqualTo(4_711);
                say(each, run, "downloading", "2.0.0", null);
            }
            for (TestDevice each : List.of(one, two)) {
                say(each, run, "installed", "2.0.0", null);
                say(each, run, "verified", "2.1.0", null);
            }
            say(three, run, "failed", "2.0.0", "DOWNLOAD_FAILED");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(events(plant, run)).contains("rolloutrun.RolloutCompleted"));
        }
        String trail = api.auditTrail(plant.tenant(), run.toString()).toString();
        assertThat(trail).contains("DOWNLOAD_FAILED", "rollout-reports");
        assertThat(events(plant, run)).doesNotContain("rolloutrun.RolloutOffersTakenBack");
    }

    /** Which rollouts another tenant has must not be learnt from how a report is taken. */
    @Test
    @Requirement("11.10(d)")
    void aDeviceThatNamesTheRolloutOfAnotherTenantIsToldWhatItIsToldOfNone() throws Exception {
        Plant theirs = Plant.of(api, "rollout-theirs");
        Plant ours = Plant.of(api, "rollout-ours");
        String device = theirs.active("U-1");
        RolloutRunId run = created(theirs, List.of(device));
        started(theirs, run, List.of(device));
        RolloutRunId none = new RolloutRunId(UUID.randomUUID());
        try (TestDevice spy = TestDevice.connect(api.instance(), ours.tenant(), ours.active("U-1"))) {
            say(spy, run, "failed", "2.0.0", null);
            say(spy, none, "failed", "2.0.0", null);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(api.ask("quarantine", Map.of("tenant", ours.tenant())))
                            .hasSize(2));
        }
        String kept = api.ask("quarantine", Map.of("tenant", ours.tenant())).toString();
        assertThat(kept).contains("There is no rollout " + run + ".", "There is no rollout " + none + ".");
        assertThat(kept.split("ROLLOUT_UNKNOWN", -1)).hasSize(3);
        assertThat(events(theirs, run)).doesNotContain("rolloutrun.RolloutReported");
    }

    private static void say(TestDevice device, RolloutRunId run, String state, String version, @Nullable String code)
            throws Exception {
        device.say("update", """
                {"rollout":"%s","attempt":1,"state":"%s","version":"%s","code":%s,"progress":0,
                 "at":"2026-11-23T22:04:10.123Z"}""".formatted(run, state, version, code == null ? "null" : "\"" + code + "\""));
    }

    private RolloutRunId created(Plant plant, List<String> ids) {
        String plan = api.done(
                        "draftRolloutPlan",
                        Map.of(
                                "tenant",
                                plant.tenant(),
                                "content",
                                Map.of(
                                        "title",
                                        "To 2.1",
                                        "release",
                                        Map.of("name", "hc2a", "version", "2.1.0", "sha256", SHA256, "size", 4_711),
                                        "model",
                                        plant.model(),
                                        "modelVersions",
                                        List.of(1),
                                        "cohort",
                                        Map.of(),
                                        "waves",
                                        List.of(Map.of("percent", 100, "soakMinutes", 0)),
                                        "stop",
                                        Map.of("mostFailedDevices", 5),
                                        "offersPerMinute",
                                        600)))
                .at("/plan/rolloutPlanId")
                .asString();
        TenantId tenant = TenantId.of(plant.tenant());
        RolloutRunId run = RolloutRunId.of(tenant, "acceptance", "over MQTT");
        send(
                plant,
                new CreateRollout(run, tenant, new RolloutPlanId(UUID.fromString(plan)), 1, devices(ids), "a seed"));
        return run;
    }

    /** The first tick is the platform's as soon as it has a process that ticks; it counts once. */
    private void started(Plant plant, RolloutRunId run, List<String> ids) {
        send(plant, new StartRollout(run, ids.size(), FrozenCohort.hash(devices(ids))));
        send(plant, new OfferRollout(run, 1, 1, Instant.now()));
    }

    private static List<DeviceId> devices(List<String> ids) {
        return ids.stream().map(DeviceId::parse).toList();
    }

    private void send(Plant plant, RolloutRunCommand command) {
        commands.<@Nullable Object>sendAndWait(
                command, MetaData.from(Caller.process("acceptance").toMetadata(plant.tenant())));
    }

    private List<String> events(Plant plant, RolloutRunId run) {
        return api.auditTrail(plant.tenant(), run.toString()).values().stream()
                .map(edge -> edge.at("/node/event").asString())
                .toList();
    }
}
