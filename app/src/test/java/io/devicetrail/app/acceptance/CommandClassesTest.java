package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.instance.Cast;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** Commands that are tried again, that two persons decide, and that are of this moment. */
@TestInstance(Lifecycle.PER_CLASS)
class CommandClassesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TENANT = "classes";

    private final Api api = Api.shared();
    private Plant plant = new Plant(api, "", "", "", "");

    @BeforeAll
    void plant() {
        plant = Plant.of(api, TENANT);
        Map<String, Object> retry = Map.of(
                "attempts",
                3,
                "firstPauseSeconds",
                1,
                "factor",
                1,
                "longestPauseSeconds",
                1,
                "retryOn",
                List.of("BUSY"));
        JsonNode published = api.done(
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
                                List.of(
                                        Map.of("name", "rinse", "timeoutSeconds", 60, "retry", retry),
                                        Map.of("name", "purge", "timeoutSeconds", 60, "twoPersons", true),
                                        Map.of("name", "stop", "timeoutSeconds", 5, "commandClass", "REAL_TIME"),
                                        Map.of("name", "set", "timeoutSeconds", 60, "commandClass", "CONFIGURATION"))))
                .path("deviceModel");
        assertThat(published.at("/commands/0/retry/retryOn/0").asString()).isEqualTo("BUSY");
        assertThat(published.at("/commands/1/twoPersons").asBoolean()).isTrue();
        assertThat(published.at("/commands/2/commandClass").asString()).isEqualTo("REAL_TIME");
    }

    @Test
    void aDeviceIsToldAgainUntilItAnswersAndTriesAgainWhatItFailed() throws Exception {
        String id = device("K-1");
        try (TestDevice device = TestDevice.connect(api.instance(), TENANT, id)) {
            String command = request(id, "rinse");
            assertThat(attempt(device, command)).isEqualTo("1 0");
            assertThat(attempt(device, command)).as("it said nothing").isEqualTo("2 0");
            device.say("ack/" + command, "{\"answer\":\"failed\",\"code\":\"BUSY\",\"attempt\":2}");
            assertThat(attempt(device, command)).as("it failed").isEqualTo("3 2");
            device.say("ack/" + command, "{\"answer\":\"executing\",\"attempt\":3,\"progress\":40}");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    command(command).path("progressPercent").asInt())
                            .isEqualTo(40));
            device.say("ack/" + command, "{\"answer\":\"succeeded\",\"code\":\"DONE\",\"attempt\":3}");
            JsonNode done = awaitState(command, "SUCCEEDED");
            assertThat(done.path("attempts").asInt()).isEqualTo(3);
            assertThat(done.path("mostAttempts").asInt()).isEqualTo(3);
            assertThat(done.path("code").asString()).isEqualTo("DONE");
        }
        assertThat(api.auditTrail(TENANT, id))
                .extracting(edge -> edge.path("node").path("event").asString())
                .contains("command.CommandRetried", "command.CommandAttemptFailed", "command.CommandProgressed");
    }

    @Test
    void aSecondPersonAgreesBeforeTheDeviceHearsOfIt() throws Exception {
        String id = device("K-2");
        try (TestDevice device = TestDevice.connect(api.instance(), TENANT, id)) {
            String command = request(id, "purge");
            assertThat(command(command).path("state").asString()).isEqualTo("AWAITING_APPROVAL");
            Map<String, Object> decision = Map.of("command", command, "reason", "Line is empty");
            assertThat(api.refused("approveCommand", decision)).isEqualTo("APPROVAL_BY_REQUESTER");
            device.say("ack/" + command, "{\"answer\":\"succeeded\"}");

            JsonNode approved = api.answer(
                            Cast.OPERATOR.token(), "mutations", "approveCommand", Map.of("input", decision))
                    .at("/data/approveCommand");
            assertThat(approved.path("errors")).isEmpty();
            assertThat(approved.at("/command/approvedBy").asString()).isNotBlank();
            assertThat(attempt(device, command)).isEqualTo("1 0");
            device.answer(command, "succeeded", "OK");
            awaitState(command, "SUCCEEDED");
            assertThat(api.refused("approveCommand", decision)).isEqualTo("COMMAND_ENDED");

            String second = request(id, "purge");
            assertThat(api.done("refuseCommandApproval", Map.of("command", second, "reason", "Not today"))
                            .at("/command/state")
                            .asString())
                    .isEqualTo("CANCELLED");
            assertThat(api.auditTrail(TENANT, id)).anySatisfy(edge -> {
                assertThat(edge.path("node").path("event").asString()).isEqualTo("command.CommandCancelled");
                assertThat(edge.path("node").path("reason").asString()).isEqualTo("Not today");
            });
        }
    }

    @Test
    void thisMomentIsRefusedToADeviceThatIsGone() throws Exception {
        String id = device("K-3");
        try (TestDevice device = TestDevice.connect(api.instance(), TENANT, id)) {
            awaitConnectivity(id, "ONLINE");
            String command = request(id, "stop");
            JsonNode told = device.nextCommand();
            assertThat(told.path("commandId").asString()).isEqualTo(command);
            device.answer(command, "succeeded", "OK");
            awaitState(command, "SUCCEEDED");
            device.vanish();
            awaitConnectivity(id, "OFFLINE");
            assertThat(api.refused("requestCommand", Map.of("device", id, "name", "stop")))
                    .isEqualTo("DEVICE_NOT_CONNECTED");
        }
    }

    @Test
    void configurationsGoOneAtATimeInTheirOrder() throws Exception {
        String id = device("K-4");
        try (TestDevice device = TestDevice.connect(api.instance(), TENANT, id)) {
            String first = request(id, "set");
            String second = request(id, "set");
            String third = request(id, "set");
            assertThat(attempt(device, first)).isEqualTo("1 0");
            awaitState(second, "QUEUED");
            api.done("cancelCommand", Map.of("command", second, "reason", "Asked for by mistake"));
            assertThat(command(third).path("state").asString()).isEqualTo("QUEUED");
            device.answer(first, "failed", "E1");
            assertThat(attempt(device, third)).isEqualTo("1 0");
            device.answer(third, "succeeded", "OK");
            awaitState(third, "SUCCEEDED");
            assertThat(attempt(device, request(id, "set")))
                    .as("nothing waits any more")
                    .isEqualTo("1 0");
        }
    }

    /** One that the device has, one that waits for its turn and one that waits for a second person. */
    @Test
    void whatIsOpenOfADeviceThatIsRetiredEndsWithIt() throws Exception {
        String id = device("K-5");
        try (TestDevice device = TestDevice.connect(api.instance(), TENANT, id)) {
            String told = request(id, "set");
            assertThat(attempt(device, told)).isEqualTo("1 0");
            String queued = request(id, "set");
            String asked = request(id, "purge");
            awaitState(queued, "QUEUED");
            plant.step("retireDevice", id);
            for (String command : List.of(told, queued, asked)) {
                assertThat(awaitState(command, "CANCELLED").path("code").asString())
                        .isEqualTo("DEVICE_RETIRED");
            }
            assertThat(api.refused("approveCommand", Map.of("command", asked, "reason", "Too late")))
                    .isEqualTo("COMMAND_ENDED");
        }
        assertThat(api.auditTrail(TENANT, id).toString())
                .contains("command.CommandWithdrawn", "command-withdrawal", "The device is RETIRED");
    }

    private void awaitConnectivity(String device, String value) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.ask("device", Map.of("id", device))
                                .at("/connectivity/value")
                                .asString(""))
                        .isEqualTo(value));
    }

    /** Which attempt the device is told of, and which failure it is told is known. */
    private static String attempt(TestDevice device, String command) throws InterruptedException {
        JsonNode told = device.nextCommand();
        assertThat(told.path("commandId").asString()).isEqualTo(command);
        return told.path("attempt").asInt() + " " + told.path("failedAttempt").asInt(0);
    }

    private String device(String serialNumber) {
        String device = plant.registered(with(plant.device(serialNumber), Map.of("modelVersion", 2)));
        plant.step("enrolDevice", device);
        plant.step("commissionDevice", device);
        return device;
    }

    private String request(String device, String name) {
        return api.done("requestCommand", Map.of("device", device, "name", name, "reason", Plant.REASON))
                .at("/command/commandId")
                .asString();
    }

    private JsonNode command(String id) {
        return api.ask("command", Map.of("id", id));
    }

    private JsonNode awaitState(String command, String expected) {
        return await().atMost(SOON)
                .until(
                        () -> command(command),
                        now -> now.path("state").asString("none").equals(expected));
    }
}
