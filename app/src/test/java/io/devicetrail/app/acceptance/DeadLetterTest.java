package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.because;
import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.replay.Replay;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** A read model that cannot take one event, because its table has a rule that nobody told the projection of. */
@TestInstance(Lifecycle.PER_CLASS)
class DeadLetterTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PROCESSOR = "read-devices";

    private final Api api = Api.shared();
    private Plant plant = new Plant(api, "", "", "", "");

    @BeforeAll
    void plant() {
        plant = Plant.of(api, "poison");
    }

    @BeforeEach
    void brewPoison() {
        api.database()
                .sql("alter table read.device add constraint antidote check (hardware_revision <> 'POISON') not valid")
                .update();
    }

    @AfterEach
    void dropPoison() {
        api.database()
                .sql("alter table read.device drop constraint if exists antidote")
                .update();
    }

    @Test
    void aPoisonEventHoldsBackItsOwnDeviceOnlyUntilItIsRetried() throws Exception {
        String sick = plant.active("P-1");
        String well = plant.registered("P-2");
        long poison = revise(sick, "POISON");
        long behind = plant.tag(sick, "line", "7");
        long elsewhere = plant.tag(well, "line", "8");

        assertThat(device(well, elsewhere).path("tags").toString()).contains("\"8\"");
        JsonNode held = deadLetters();
        assertThat(held).hasSize(2);
        assertThat(held.path(0).path("node").path("index").asLong()).isEqualTo(poison);
        assertThat(held.path(0).path("node").path("stream").asString()).isEqualTo(sick);
        assertThat(held.path(0).path("node").path("event").asString()).isEqualTo("device.DeviceHardwareRevised");
        assertThat(held.path(0).path("node").path("cause").asString()).contains("antidote");
        assertThat(held.path(1).path("node").path("index").asLong()).isEqualTo(behind);
        assertThat(held.path(1).path("node").path("cause").isNull()).isTrue();
        assertThat(device(sick, behind).path("tags")).as("what is held back").isEmpty();
        assertThat(healthOf("processors")).contains("\"" + PROCESSOR + "\"", "\"deadLetters\":2");
        await().atMost(SOON).until(() -> gauge() == 2);

        TestDevice.connect(api.instance(), "poison", sick);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                api.ask("device", Map.of("id", sick)).toString())
                        .as("its connectivity is a stream of its own")
                        .contains("ONLINE"));

        long tooEarly = decide("retryDeadLetters", sick);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(device(well, tooEarly)).isNotEmpty());
        assertThat(deadLetters()).as("the cause is still there").hasSize(2);

        dropPoison();
        long retried = decide("retryDeadLetters", sick);
        JsonNode cured = device(sick, retried);
        assertThat(cured.path("hardwareRevision").asString()).isEqualTo("POISON");
        assertThat(cured.path("tags").toString()).contains("\"7\"");
        assertThat(deadLetters()).isEmpty();
        assertThat(api.auditTrail("poison", PROCESSOR).toString())
                .contains("dead letters of " + sick, "RETRIED", "because the test says so");
        assertThat(api.refused("retryDeadLetters", decision(sick))).isEqualTo("NO_DEAD_LETTERS");
        assertThatAReplayChangesNothing();
    }

    @Test
    void whatIsReleasedIsNeverAppliedAndHoldsNothingBack() {
        String sick = plant.registered("P-3");
        revise(sick, "POISON");
        long behind = plant.tag(sick, "line", "7");
        device(sick, behind);
        Map<String, Object> silent = with(decision(sick), Map.of("reason", " "));
        assertThat(api.refused("releaseDeadLetters", silent)).isEqualTo("REASON_MISSING");
        decide("releaseDeadLetters", sick);
        long later = plant.tag(sick, "room", "cold");
        JsonNode device = device(sick, later);
        assertThat(device.path("tags").toString()).contains("cold").doesNotContain("\"7\"");
        assertThat(device.path("hardwareRevision").asString()).isNotEqualTo("POISON");
        assertThat(deadLetters()).isEmpty();

        dropPoison();
        assertThat(replay()).filteredOn(outcome -> !outcome.equal()).hasSize(1);
        assertThat(device(sick, later).path("hardwareRevision").asString())
                .as("a rebuild tries them again")
                .isEqualTo("POISON");
    }

    /** Its rows are stored at the end of a batch, and the one that is refused is found among them. */
    @Test
    void anEntryThatTheAuditTrailRefusesIsNamed() {
        api.database()
                .sql("alter table read.audit_entry add constraint antidote check (value_to <> 'POISON') not valid")
                .update();
        String sick = plant.registered("A-1");
        long poison = plant.tag(sick, "word", "POISON");
        String well = plant.registered("A-2");
        await().atMost(SOON).until(() -> !deadLetters().isEmpty());
        assertThat(deadLetters()).hasSize(1);
        assertThat(deadLetters().path(0).path("node").path("processor").asString())
                .isEqualTo("read-audit-trail");
        assertThat(deadLetters().path(0).path("node").path("index").asLong()).isEqualTo(poison);
        assertThat(api.auditTrail("poison", well)).isNotEmpty();

        api.database()
                .sql("alter table read.audit_entry drop constraint antidote")
                .update();
        api.done(
                "retryDeadLetters",
                Map.of("tenant", "poison", "processor", "read-audit-trail", "stream", sick, "reason", "rule removed"));
        assertThat(api.auditTrail("poison", sick).toString()).contains("\"POISON\"");
        assertThat(deadLetters()).isEmpty();
    }

    /** The administrator made the index anew, with a batch as a number. */
    @Test
    void aDocumentThatElasticsearchRefusesIsADeadLetterOfTheFleet() throws Exception {
        plant.registered("F-0");
        await().atMost(SOON).until(() -> inFleet("F-0"));
        String index = indexes().propertyNames().iterator().next();
        elasticsearch("DELETE", "/" + index, "");
        elasticsearch("PUT", "/" + index, """
                {"mappings": {"properties": {"batch": {"type": "long"}}}, "aliases": {"devicetrail-fleet": {}}}
                """);
        String refused = plant.registered(with(plant.device("F-1"), Map.of("batch", "spring")));
        String taken = plant.registered("F-2");
        plant.step("enrolDevice", refused);
        plant.step("commissionDevice", refused);
        // Only now: of two failures without a commit in between, the second waits for its tries much longer.
        await().atMost(SOON).until(() -> deadLetters().size() == 3);
        TestDevice.connect(api.instance(), "poison", refused);
        await().atMost(SOON).until(() -> deadLetters().size() == 4);
        JsonNode orphan = deadLetters().path(3).path("node");
        assertThat(orphan.path("cause").asString()).contains("its registration may be held back");
        JsonNode letter = deadLetters().path(0).path("node");
        assertThat(letter.path("processor").asString()).isEqualTo("read-fleet");
        assertThat(letter.path("stream").asString()).isEqualTo(refused);

        elasticsearch("DELETE", "/" + index, "");
        plant.tag(taken, "seen", "yes");
        await().atMost(SOON).until(() -> inFleet("F-2"));
        assertThat(inFleet("F-1")).isFalse();
        api.done(
                "retryDeadLetters",
                Map.of(
                        "tenant",
                        "poison",
                        "processor",
                        "read-fleet",
                        "stream",
                        refused,
                        "reason",
                        "the index is right"));
        await().atMost(SOON).until(() -> inFleet("F-1"));
        api.done(
                "retryDeadLetters",
                Map.of(
                        "tenant",
                        "poison",
                        "processor",
                        "read-fleet",
                        "stream",
                        orphan.path("stream").asString(),
                        "reason",
                        "the device is there now"));
        await().atMost(SOON).until(() -> deadLetters().isEmpty());
        assertThatAReplayChangesNothing();
    }

    private void assertThatAReplayChangesNothing() {
        assertThat(replay()).isNotEmpty().allMatch(Replay.Outcome::equal);
    }

    private List<Replay.Outcome> replay() {
        return api.instance().context().getBean(Replay.class).rebuildAll(() -> {}, outcome -> {}, progress -> {});
    }

    private boolean inFleet(String serialNumber) {
        Map<String, Object> search = Map.of("search", Map.of("tenant", "poison", "text", serialNumber), "first", 1);
        return api.answer("questions", "fleet", search)
                        .path("data")
                        .path("fleet")
                        .path("totalCount")
                        .asLong()
                == 1;
    }

    private JsonNode indexes() {
        return Api.JSON.readTree(elasticsearch("GET", "/_alias/devicetrail-fleet", ""));
    }

    private String elasticsearch(String method, String path, String body) {
        URI address = URI.create(api.instance().addresses().elasticsearch()).resolve(path);
        HttpResponse<String> response = api.send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private long revise(String device, String revision) {
        return api.done("reviseDeviceHardware", with(because(device), Map.of("hardwareRevision", revision)))
                .path("position")
                .asLong();
    }

    private long decide(String mutation, String stream) {
        return api.done(mutation, decision(stream)).path("position").asLong();
    }

    private static Map<String, Object> decision(String stream) {
        return Map.of(
                "tenant", "poison", "processor", PROCESSOR, "stream", stream, "reason", "because the test says so");
    }

    private JsonNode device(String id, long after) {
        await().atMost(SOON).until(() -> position() >= after);
        return api.ask("device", Map.of("id", id, "after", after));
    }

    private long position() {
        for (JsonNode readModel : api.ask("log", Map.of()).path("readModels")) {
            if (readModel.path("name").asString().equals(PROCESSOR)) {
                return readModel.path("position").asLong();
            }
        }
        return -1;
    }

    private JsonNode deadLetters() {
        Map<String, Object> variables = new HashMap<>(Map.of("tenant", "poison", "first", 10));
        return api.ask("deadLetters", variables).path("edges");
    }

    /** As of the watch's last look. */
    private double gauge() {
        return api.instance()
                .context()
                .getBean(MeterRegistry.class)
                .get("devicetrail.processor.dead.letters")
                .tag("processor", PROCESSOR)
                .gauge()
                .value();
    }

    private String healthOf(String component) {
        return api.get("/actuator/health/" + component).body();
    }
}
