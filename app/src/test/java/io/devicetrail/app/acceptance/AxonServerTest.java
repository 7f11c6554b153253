package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.app.replay.ReplayClient;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.RemoteLedger;
import io.devicetrail.audit.verify.Verdict;
import io.devicetrail.eventstore.axonserver.AxonServerStandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

/**
 * The whole product with its log on Axon Server: on the stand-in, which speaks its protocol. That a real Axon Server
 * does the same is for RealAxonServerTest to show, where there is one.
 */
@Execution(value = ExecutionMode.CONCURRENT, reason = "has an instance and a database of its own, and no device")
@ResourceLock(value = SharedParts.POSTGRES, mode = ResourceAccessMode.READ)
class AxonServerTest {
    private static final Duration ABOUT_A_SECOND = Duration.ofSeconds(3);

    @Test
    void everythingThatReadsTheLogIsTheSameAndAServerThatIsAwayIsARefusal(@TempDir Path home) throws IOException {
        try (AxonServerStandIn server = AxonServerStandIn.start();
                Instance instance = Instance.start(
                        Settings.load(home, settings(server)),
                        Progress.SILENT,
                        Map.of("devicetrail.ingress.node", "axon"))) {
            Api api = new Api(instance);
            Plant plant = Plant.of(api, "axon");
            String device = plant.active("X-1");
            long head = api.head();
            assertThat(server.stored()).as("events of Axon Server").isEqualTo(head + 1);
            assertThat(api.ask("device", Map.of("id", device, "after", head))
                            .path("lifeCycle")
                            .asString())
                    .isEqualTo("ACTIVE");

            assertThat(api.get(Cast.AUDITOR, "/audit-export?format=jsonl&tenant=axon&record=" + device)
                            .body()
                            .lines()
                            .count())
                    .as("lines of the export")
                    .isEqualTo(api.auditTrail("axon", device).size())
                    .isGreaterThan(2);
            await().untilAsserted(() -> {
                Verdict ledger = ledgerOf(api);
                assertThat(ledger.findings()).isEmpty();
                assertThat(ledger.size()).isEqualTo(server.stored());
            });
            try (ReplayClient client =
                    new ReplayClient(URI.create(instance.addresses().http()), Cast.PLATFORM_ADMINISTRATOR.token())) {
                assertThat(client.replay("to compare", (readModel, position, of) -> {}))
                        .isNotEmpty()
                        .allSatisfy(outcome ->
                                assertThat(outcome.equal()).as("%s", outcome).isTrue());
            }
            awayAndBack(server, api, plant, device);
        }
    }

    private static void awayAndBack(AxonServerStandIn server, Api api, Plant plant, String device) {
        long stored = server.stored();
        server.goAway();
        long begun = System.nanoTime();
        JsonNode refused = api.answer("mutations", "tagDevice", Map.of("input", tag(device, "while away", "away-1")));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ABOUT_A_SECOND);
        assertThat(refused.path("errors")
                        .path(0)
                        .path("extensions")
                        .path("code")
                        .asString())
                .isEqualTo("LOG_UNAVAILABLE");
        await().untilAsserted(() -> assertThat(
                        health(api).path("logCopy").path("status").asString())
                .isEqualTo("DOWN"));

        server.comeBack();
        await().until(() -> api.answer("mutations", "tagDevice", Map.of("input", tag(device, "while away", "away-1")))
                .path("errors")
                .isEmpty());
        assertThat(server.stored()).as("stored once").isEqualTo(stored + 1);
        long position = api.done("tagDevice", tag(device, "while away", "away-1"))
                .path("position")
                .asLong();
        assertThat(position).as("the same request again").isEqualTo(stored);
        await().untilAsserted(() -> assertThat(
                        health(api).path("logCopy").path("status").asString())
                .isEqualTo("UP"));
        assertThat(api.ask("device", Map.of("id", plant.registered("X-2"), "after", api.head()))
                        .path("lifeCycle")
                        .asString())
                .isEqualTo("REGISTERED");
    }

    private static Map<String, Object> tag(String device, String value, String key) {
        return Plant.with(Plant.because(device), Map.of("name", "note", "value", value, "clientMutationId", key));
    }

    private static JsonNode health(Api api) {
        return Api.JSON.readTree(api.get("/actuator/health").body()).path("components");
    }

    private static Verdict ledgerOf(Api api) throws IOException {
        URI prefix = URI.create(api.instance().addresses().http() + "/ledger");
        List<VerifierKey> keys =
                api.get("/ledger/key").body().lines().map(VerifierKey::parse).toList();
        return new LedgerCheck(new RemoteLedger(Api.HTTP, prefix, Cast.AUDITOR.token()), keys, List.of(), null)
                .run((checked, of) -> {});
    }

    private static Map<String, String> settings(AxonServerStandIn server) {
        Map<String, String> settings = SharedParts.settings(Api.shared(), "on_axon_server");
        settings.put("devicetrail.event-store", "axon-server");
        settings.put("devicetrail.axon-server.servers", server.address());
        return settings;
    }
}
