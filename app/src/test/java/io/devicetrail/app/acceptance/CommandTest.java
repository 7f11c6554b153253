package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** A command to a device: sent is not done, and late is late. */
@TestInstance(Lifecycle.PER_CLASS)
class CommandTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Api api = Api.shared();
    private Plant plant = new Plant(api, "", "", "", "");

    @BeforeAll
    void plant() {
        plant = Plant.of(api, "orders");
    }

    @Test
    void aCommandSucceedsWhenTheDeviceSaysSo() throws Exception {
        String id = plant.active("C-1");
        try (TestDevice device = TestDevice.connect(api.instance(), "orders", id)) {
            String command = request(id, Map.of("arguments", Map.of("seconds", 5)));
            JsonNode told = device.nextCommand();
            assertThat(told.path("commandId").asString()).isEqualTo(command);
            assertThat(told.path("name").asString()).isEqualTo("identify");
            assertThat(told.path("arguments").path("seconds").asInt()).isEqualTo(5);
            assertThat(told.path("attempt").asInt()).isEqualTo(1);
            awaitState(command, "SENT");
            device.answer(command, "received", "OK");
            awaitState(command, "RECEIVED");
            device.answer(command, "executing", "OK");
            awaitState(command, "EXECUTING");
            device.answer(command, "succeeded", "DONE");
            JsonNode done = awaitState(command, "SUCCEEDED");
            assertThat(done.path("code").asString()).isEqualTo("DONE");
            assertThat(done.path("attempts").asInt()).isEqualTo(1);
            assertThat(done.path("endedAt").isNull()).isFalse();
        }
    }

    @Test
    void withoutAnAnswerItExpiresAndALateOneChangesNothing() throws Exception {
        String id = plant.active("C-2");
        try (TestDevice device = TestDevice.connect(api.instance(), "orders", id)) {
            String command = request(id, Map.of("timeoutSeconds", 1));
            device.nextCommand();
            JsonNode ended = awaitState(command, "EXPIRED");
            device.answer(command, "succeeded", "TOO_LATE");
            String field = "command " + command + " late answer";
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(api.auditTrail("orders", id))
                            .anySatisfy(edge -> {
                                assertThat(edge.path("node").path("field").asString())
                                        .isEqualTo(field);
                                assertThat(edge.path("node").path("to").asString())
                                        .isEqualTo("SUCCEEDED");
                                assertThat(edge.path("node").path("actorType").asString())
                                        .isEqualTo("DEVICE");
                                assertThat(edge.path("node").path("actorId").asString())
                                        .isEqualTo(id);
                            }));
            JsonNode still = api.ask("command", Map.of("id", command, "after", api.head()));
            assertThat(still.path("state").asString()).isEqualTo("EXPIRED");
            assertThat(still.path("endedAt")).isEqualTo(ended.path("endedAt"));
            assertThat(api.auditTrail("orders", id)).anySatisfy(edge -> {
                assertThat(edge.path("node").path("to").asString("")).isEqualTo("EXPIRED");
                assertThat(edge.path("node").path("actorType").asString()).isEqualTo("PROCESS");
            });
        }
    }

    @Test
    void whatTheModelDoesNotKnowIsRefusedAndAnEndedCommandStaysEnded() throws MqttException {
        String id = plant.active("C-3");
        assertThat(api.refused("requestCommand", Map.of("device", id, "name", "explode")))
                .isEqualTo("COMMAND_NOT_IN_MODEL");
        assertThat(api.refused(
                        "requestCommand",
                        Map.of("device", id, "name", "identify", "arguments", Map.of("seconds", "five"))))
                .isEqualTo("COMMAND_ARGUMENTS_UNFIT");
        String command = request(id, Map.of());
        Map<String, Object> cancel = Map.of("command", command, "reason", "Asked for by mistake");
        assertThat(api.done("cancelCommand", cancel)
                        .path("command")
                        .path("state")
                        .asString())
                .isEqualTo("CANCELLED");
        assertThat(api.refused("cancelCommand", cancel)).isEqualTo("COMMAND_ENDED");
    }

    private String request(String device, Map<String, ?> more) {
        return api.done(
                        "requestCommand",
                        with(Map.of("device", device, "name", "identify", "reason", Plant.REASON), more))
                .path("command")
                .path("commandId")
                .asString();
    }

    private JsonNode awaitState(String command, String expected) {
        return await().atMost(SOON)
                .until(
                        () -> api.ask("command", Map.of("id", command)),
                        now -> now.path("state").asString("none").equals(expected));
    }
}
