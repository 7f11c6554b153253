package io.devicetrail.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.edge.simulator.ExampleSettings;
import io.devicetrail.edge.simulator.Simulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bridge between real protocol servers and a real broker; each test has devices and a buffer of its own. */
class BridgeTest {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path brokerFolder;

    @SuppressWarnings("NullAway.Init")
    private static RealBroker broker;

    @SuppressWarnings("NullAway.Init")
    private static Simulator simulator;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final UUID boiler = UUID.randomUUID();
    private final UUID meter = UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    private Listener listener;

    @SuppressWarnings("NullAway.Init")
    private Bridge bridge;

    @BeforeAll
    static void startPeers() throws Exception {
        broker = new RealBroker(brokerFolder);
        simulator = new Simulator(0, 0, TICK, Clock.systemUTC());
    }

    @AfterAll
    static void stopPeers() throws Exception {
        simulator.close();
        broker.close();
    }

    @BeforeEach
    void startBridge() throws Exception {
        listener = new Listener(broker.url());
        bridge = new Bridge(settings(), Clock.systemUTC());
        bridge.start();
    }

    @AfterEach
    void stopBridge() throws Exception {
        bridge.close();
        listener.close();
    }

    private BridgeSettings settings() throws IOException {
        Path file = folder.resolve("bridge.json");
        var example = new ExampleSettings("acme", boiler, meter, broker.url(), "buffer.db", 0, 50);
        Files.writeString(file, new JsonMapper().writeValueAsString(example.of(simulator)));
        return BridgeSettings.read(file);
    }

    @Test
    void opc_ua_values_arrive_with_unit_quality_status_and_source_time() {
        Instant before = Instant.now().minusSeconds(5);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.values(boiler, "pressure"))
                        .extracting(value -> value.get("quality").stringValue() + " "
                                + (value.has("status") ? value.get("status").stringValue() : "-"))
                        .contains("GOOD -", "UNCERTAIN Uncertain_SensorNotAccurate", "BAD Bad_SensorFailure"));

        assertThat(listener.values(boiler, "temperature")).isNotEmpty().allSatisfy(value -> {
            assertThat(value.get("value").doubleValue()).isBetween(60.0, 80.0);
            assertThat(value.get("unit").stringValue()).isEqualTo("°C");
        });
        assertThat(listener.values(boiler, "running"))
                .allSatisfy(value -> assertThat(value.get("value").isBoolean()).isTrue());
        // The simulator's clock, not the bridge's: every tick has its own time.
        List<Instant> times = listener.values(boiler, "cycles").stream()
                .map(value -> Instant.parse(value.get("at").stringValue()))
                .toList();
        assertThat(times)
                .doesNotHaveDuplicates()
                .isSorted()
                .allSatisfy(at -> assertThat(at).isBetween(before, Instant.now()));
    }

    @Test
    void modbus_values_arrive_scaled_and_with_unit() {
        await().atMost(PATIENCE).until(() -> listener.telemetry(meter).size() > 10);

        assertThat(listener.values(meter, "flow")).allSatisfy(value -> {
            assertThat(value.get("value").doubleValue()).isBetween(12.0, 12.99);
            assertThat(value.get("value").toString()).hasSizeLessThanOrEqualTo(5); // decimal arithmetic: 12.34
            assertThat(value.get("unit").stringValue()).isEqualTo("m3/h");
            assertThat(value.get("quality").stringValue()).isEqualTo("GOOD");
        });
        List<BigDecimal> energy = listener.values(meter, "energy").stream()
                .map(value -> value.get("value").decimalValue())
                .toList();
        assertThat(energy).isSorted();
        assertThat(listener.values(meter, "power"))
                .allSatisfy(value -> assertThat((value.get("value").doubleValue() - 15.5) % 1)
                        .isZero());
        assertThat(listener.values(meter, "outdoor"))
                .allSatisfy(
                        value -> assertThat(value.get("value").doubleValue()).isBetween(-2.0, 2.0));
        assertThat(listener.values(meter, "pump"))
                .allSatisfy(value -> assertThat(value.get("value").isBoolean()).isTrue());
        assertThat(listener.values(meter, "alarm"))
                .allSatisfy(
                        value -> assertThat(value.get("value").booleanValue()).isFalse());
    }

    @Test
    void each_device_is_announced_and_says_goodbye() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(List.of(boiler, meter))
                        .allSatisfy(device ->
                                assertThat(listener.presence(device)).containsExactly("{\"state\":\"online\"}")));
        bridge.close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(List.of(boiler, meter))
                        .allSatisfy(device -> assertThat(listener.presence(device))
                                .containsExactly(
                                        "{\"state\":\"online\"}", "{\"state\":\"offline\",\"goodbye\":true}")));
    }

    @Test
    void an_outage_of_the_broker_loses_nothing_and_keeps_the_order() throws Exception {
        await().atMost(PATIENCE).until(() -> listener.telemetry(meter).size() > 5);
        broker.stop();
        long atStop = buffered();
        await().atMost(PATIENCE).until(() -> buffered() > atStop + 80);
        broker.start();
        long backlog = buffered();
        assertThat(backlog).isGreaterThan(80);
        await().atMost(PATIENCE).until(() -> buffered() < 5);
        await().atMost(PATIENCE).untilAsserted(() -> {
            Listener.assertEveryNumberInOrder(listener.telemetry(boiler), 30);
            Listener.assertEveryNumberInOrder(listener.telemetry(meter), 30);
        });
        assertThat(bridge.figures()).containsEntry("dropped", 0L);
    }

    @Test
    void a_modbus_device_that_is_away_gives_bad_values_and_comes_back() throws Exception {
        await().atMost(PATIENCE).until(() -> listener.telemetry(meter).size() > 2);
        simulator.stopModbus();
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode last = listener.values(meter, "flow").getLast();
            assertThat(last.get("quality").stringValue()).isEqualTo("BAD");
            assertThat(last.get("value").isNull()).isTrue();
            assertThat(last.get("status").stringValue()).isEqualTo("NoConnection");
        });
        assertThat(stateOf("heat-meter")).isEqualTo("DOWN");
        assertThat(stateOf("boiler")).isEqualTo("READING");
        simulator.startModbus();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.values(meter, "flow")
                                .getLast()
                                .get("quality")
                                .stringValue())
                        .isEqualTo("GOOD"));
        assertThat(stateOf("heat-meter")).isEqualTo("READING");
    }

    @Test
    void an_opc_ua_server_that_restarts_is_subscribed_again() throws Exception {
        await().atMost(PATIENCE).until(() -> listener.telemetry(boiler).size() > 2);
        simulator.stopOpcUa();
        await().atMost(PATIENCE).until(() -> stateOf("boiler").equals("DOWN"));
        simulator.startOpcUa();
        int before = listener.values(boiler, "temperature").size();
        await().atMost(PATIENCE).until(() -> stateOf("boiler").equals("READING"));
        await().atMost(PATIENCE)
                .until(() -> listener.values(boiler, "temperature").size() > before + 10);
        Listener.assertEveryNumberInOrder(listener.telemetry(boiler), 5);
    }

    @Test
    void an_opc_ua_server_that_is_not_there_gives_bad_values_once_and_disturbs_nobody() throws Exception {
        bridge.close();
        UUID absent = UUID.randomUUID();
        String json = Files.readString(folder.resolve("bridge.json"))
                .replace(simulator.opcUaEndpoint(), "opc.tcp://127.0.0.1:1/none")
                .replace(boiler.toString(), absent.toString());
        Path file = Files.writeString(folder.resolve("absent.json"), json);
        try (Bridge other = new Bridge(BridgeSettings.read(file), Clock.systemUTC())) {
            other.start();
            int before = listener.telemetry(meter).size();
            await().atMost(PATIENCE).until(() -> listener.telemetry(meter).size() > before + 40);
            assertThat(listener.telemetry(absent))
                    .singleElement()
                    .satisfies(message -> assertThat(message.json().get("values"))
                            .hasSize(4)
                            .allSatisfy(value -> assertThat(value.get("status").stringValue())
                                    .isEqualTo("Bad_NoCommunication")));
        }
        assertThat(execute("check", "--config", file.toString())).isEqualTo(1);
        assertThat(execute("check", "--config", folder.resolve("bridge.json").toString()))
                .isZero();
    }

    private static int execute(String... args) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Main.execute(nowhere, nowhere, args);
    }

    private long buffered() {
        return (long) Objects.requireNonNull(bridge.figures().get("buffered"));
    }

    private String stateOf(String source) {
        JsonNode figures = new JsonMapper().valueToTree(bridge.figures());
        for (JsonNode entry : figures.get("sources")) {
            if (entry.get("name").stringValue().equals(source)) {
                return entry.get("state").stringValue();
            }
        }
        throw new AssertionError("no source " + source);
    }
}
