package io.devicetrail.ingress.connection;

import static io.devicetrail.ingress.TestFleet.device;
import static io.devicetrail.ingress.TestFleet.temperature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.command.CommandEvent.CommandApprovalAsked;
import io.devicetrail.domain.command.CommandEvent.CommandAttemptFailed;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandRetried;
import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.MarkCommandSent;
import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.domain.command.CommandRejection;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.RetryReason;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.ingress.BrokerSettings;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.delivery.CommandDelivery;
import io.devicetrail.ingress.intake.IntakeFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandExecutionException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {
    private static final String AT = "2026-11-20T10:00:00Z";
    private static TestBroker server;
    private IntakeFixture ingress;
    private Broker broker;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        server = new TestBroker(folder);
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        ingress = new IntakeFixture(Clock.systemUTC());
        TestFleet.register(ingress.projection, "a");
        broker = broker();
        broker.start();
        await().until(() -> broker.connections().up() == broker.connections().wanted());
    }

    @AfterEach
    void stop() {
        broker.stop();
        ingress.close();
    }

    private Broker broker(String... namesAndValues) {
        return new Broker(
                new BrokerSettings(server.url(), null, null, new BrokerSettings.Tls(null, null, null)),
                IntakeFixture.settings(namesAndValues),
                ingress.routing,
                Clock.systemUTC());
    }

    private static void awaitStored(long messages) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(messages));
    }

    @Test
    void whatWasNotCommittedComesAgainAndIsStoredOnce() throws Exception {
        broker.stop();
        ingress.database.away(true);
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            for (int seq = 0; seq < 40; seq++) {
                device.says("telemetry", temperature("b1", seq, 20, AT));
            }
            // At most 2 times 5 messages under way: the rest can come only when those are acknowledged.
            broker = broker("clients", "2", "receive-maximum", "5");
            broker.start();
            await().until(() -> ingress.figures.received.sum() > 0 && ingress.figures.retried.sum() >= 2);
            assertThat(ingress.figures.received.sum()).isBetween(1L, 10L);
            assertThat(broker.waiting().messages()).isBetween(1, 10);
            assertThat(broker.waiting().oldest()).isPositive();
            // A crash: what the ingress held in memory is gone, only the broker has the messages.
            broker.stop();
            ingress.writer.stop();
            ingress.database.away(false);
            assertThat(TestDatabase.count("ingress.telemetry")).isZero();

            ingress.writer.start();
            broker.start();
            awaitStored(40);
            await().until(() -> broker.waiting().messages() == 0);
            assertThat(TestDatabase.count("ingress.telemetry_gap")).isZero();
            assertThat(ingress.figures.received.sum()).isGreaterThan(40);
        }
    }

    /** Kept here without an answer, it might keep the broker from sending anything else on that connection. */
    @Test
    void whatIsGivenBackOrCannotBeTakenComesAgain() throws Exception {
        broker.stop();
        List<String> offered = new CopyOnWriteArrayList<>();
        broker = new Broker(
                new BrokerSettings(server.url(), null, null, new BrokerSettings.Tls(null, null, null)),
                ingress.settings,
                delivery -> {
                    offered.add(new String(delivery.payload(), StandardCharsets.UTF_8));
                    switch (offered.size()) {
                        case 1 -> {
                            return false;
                        }
                        case 2 -> delivery.giveBack();
                        default -> delivery.acknowledge();
                    }
                    return true;
                },
                Clock.systemUTC());
        broker.start();
        await().until(() -> broker.connections().up() == broker.connections().wanted());
        String message = temperature("b1", 0, 20, AT);
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            device.says("telemetry", message);
            await().atMost(Duration.ofSeconds(30)).until(() -> offered.size() == 3);
            await().until(() -> broker.waiting().messages() == 0);
        }
        assertThat(offered).containsOnly(message);
    }

    @Test
    void aBrokerThatIsAwayIsTriedUntilItIsThere() throws Exception {
        server.stop();
        await().until(() -> broker.connections().up() == 0);
        assertThat(broker.upSince()).isEmpty();
        assertThat(new BrokerHealth(broker, server.url()).health().getStatus().getCode())
                .isEqualTo("DOWN");

        server.start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> broker.connections().up() == broker.connections().wanted());
        assertThat(broker.upSince()).isPresent();
        assertThat(new BrokerHealth(broker, server.url()).health().getStatus().getCode())
                .isEqualTo("UP");
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            device.says("telemetry", temperature("b1", 0, 20, AT));
            awaitStored(1);
        }
    }

    @Test
    void theWillOfADeadDeviceEndsItsLease() throws Exception {
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            device.says("presence", "{\"state\":\"online\"}");
            await().untilAsserted(() -> assertThat(lease()).containsEntry("gone_at", null));
            device.dies();
            await().untilAsserted(() -> {
                assertThat(lease().get("gone_at")).isNotNull();
                assertThat(lease()).containsEntry("will", true);
            });
        }
    }

    private static Map<String, Object> lease() {
        return TestDatabase.OWNER.queryForList("select * from ingress.lease").stream()
                .findFirst()
                .orElse(Map.of());
    }

    @Test
    void answersGoToTheLogInTheirOrderAndRefusedOnesToQuarantine() throws Exception {
        CopyOnWriteArrayList<String> answers = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger(2);
        UUID unknown = UUID.randomUUID();
        ingress.bus.subscribe(RecordCommandAnswer.class.getName(), message -> {
            RecordCommandAnswer command = (RecordCommandAnswer) message.getPayload();
            if (command.command().value().equals(unknown)) {
                throw new CommandExecutionException(
                        "refused", null, new CommandRejection.CommandUnknown(command.command()));
            }
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the log is away");
            }
            assertThat(message.getMetaData())
                    .containsEntry(Metadata.ACTOR_TYPE, "DEVICE")
                    .containsEntry(Metadata.AUTHENTICATION, "broker-topic")
                    .containsEntry(Metadata.TENANT, "acme");
            answers.add(command.answer() + " " + command.code() + " " + command.attempt() + " "
                    + command.progressPercent());
            return null;
        });
        String command = UUID.randomUUID().toString();
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            device.says("ack/" + command, "{\"answer\":\"received\"}");
            device.says("ack/" + command, "{\"answer\":\"executing\",\"attempt\":2,\"progress\":40}");
            device.says("ack/" + command, "{\"answer\":\"succeeded\",\"code\":\"OK\",\"at\":\"2026-11-20T10:00:00Z\"}");
            device.says("ack/" + unknown, "{\"answer\":\"succeeded\"}");
            device.says("ack/" + command, "{\"answer\":\"executing\",\"progress\":101}");
            device.says("ack/" + command, "{\"answer\":\"executing\",\"progress\":\"half\"}");
            device.says("ack/" + command, "{\"answer\":\"failed\",\"attempt\":0}");
            await().untilAsserted(() -> assertThat(answers)
                    .containsExactly("RECEIVED null null null", "EXECUTING null 2 40", "SUCCEEDED OK null null"));
            await().untilAsserted(() -> assertThat(
                            TestDatabase.OWNER.queryForList("select reason from ingress.quarantine", String.class))
                    .containsExactlyInAnyOrder(
                            "COMMAND_UNKNOWN", "MALFORMED_MESSAGE", "MALFORMED_MESSAGE", "MALFORMED_MESSAGE"));
            await().untilAsserted(() -> assertThat(lease()).containsEntry("last_activity", "ack"));
        }
    }

    @Test
    void aCommandGoesDownWithItsExpiryAndIsMarkedAsSent() throws Exception {
        CopyOnWriteArrayList<CommandId> sent = new CopyOnWriteArrayList<>();
        ingress.bus.subscribe(
                MarkCommandSent.class.getName(),
                message -> sent.add(((MarkCommandSent) message.getPayload()).command()));
        Map<CommandId, KnownCommand> known = new ConcurrentHashMap<>();
        CommandDelivery delivery = new CommandDelivery(
                broker, ingress.commands, command -> Optional.ofNullable(known.get(command)), Clock.systemUTC());
        CommandRequested late = requested();
        CommandRequested command = requested();
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            known.put(late.command(), KnownCommand.of(late, now().minusSeconds(61)));
            delivery.on(late);
            known.put(command.command(), KnownCommand.of(command, now().minusSeconds(30)));
            delivery.on(command);

            MqttMessage message = device.heard.poll(10, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(new String(message.getPayload(), StandardCharsets.UTF_8))
                    .startsWith(
                            "{\"commandId\":\"" + command.command()
                                    + "\",\"name\":\"reboot\",\"arguments\":{\"delaySeconds\":5},\"attempt\":1,\"expiresAt\":\"");
            assertThat(message.getProperties().getMessageExpiryInterval()).isBetween(1L, 30L);
            assertThat(new String(message.getProperties().getCorrelationData(), StandardCharsets.UTF_8))
                    .isEqualTo(command.command().toString());
            assertThat(message.getProperties().getUserProperties())
                    .singleElement()
                    .satisfies(property -> assertThat(property.getValue()).isEqualTo("1"));
            assertThat(sent).containsExactly(command.command());
            assertThat(device.heard).isEmpty();
        }
        theHeldOneIsToldWhenItIsReleased(delivery, known, sent);
        assertThat(sent).hasSize(2);
        whatIsRetriedIsToldAgainInTheTimeThatIsLeft(delivery, known);
        assertThat(sent).hasSize(4);
        broker.stop();
        CommandRequested cutOff = requested();
        known.put(cutOff.command(), KnownCommand.of(cutOff, now()));
        assertThatThrownBy(() -> delivery.on(cutOff))
                .as("a failure to reach something: as anything else it would be taken for a fault of the command")
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(MqttException.class);
        assertThat(sent).hasSize(4);
    }

    /** Paho calls it delivered when the broker has answered. */
    @Test
    void aCommandThatTheBrokerRefusesIsPassedByAndIsNotSent() throws Exception {
        CopyOnWriteArrayList<CommandId> sent = new CopyOnWriteArrayList<>();
        ingress.bus.subscribe(
                MarkCommandSent.class.getName(),
                message -> sent.add(((MarkCommandSent) message.getPayload()).command()));
        CommandDelivery delivery = new CommandDelivery(
                broker,
                ingress.commands,
                command -> Optional.of(KnownCommand.of(requested(command), now())),
                Clock.systemUTC());
        CommandRequested refused = requested();
        CommandRequested taken = requested();
        String topic = "dt/v1/acme/" + device("a") + "/command";
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            server.refused.add(topic);
            assertThatThrownBy(() -> broker.publish(topic, new byte[0], new MqttProperties(), Duration.ofSeconds(10)))
                    .isInstanceOf(RefusedByBroker.class)
                    .hasMessage("The broker refused a message on " + topic + " with code 0x87");
            delivery.on(refused);
            assertThat(sent).isEmpty();
            server.refused.clear();
            delivery.on(taken);
            assertThat(sent).containsExactly(taken.command());
            assertThat(device.heard.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(device.heard).isEmpty();
        } finally {
            server.refused.clear();
        }
    }

    private void theHeldOneIsToldWhenItIsReleased(
            CommandDelivery delivery, Map<CommandId, KnownCommand> known, List<CommandId> sent) throws Exception {
        Instant now = now();
        CommandRequested waiting = requested();
        CommandId id = waiting.command();
        KnownCommand held = KnownCommand.of(waiting, now.minusSeconds(3_600))
                .after(new CommandHeld(id, device("a"), new SignaturePolicy(List.of(), false), now), now);
        CommandReleased released = new CommandReleased(id, device("a"), List.of());
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            known.put(id, held);
            delivery.on(waiting);
            known.put(id, held.after(new CommandApprovalAsked(id, device("a"), "ada", now), now));
            delivery.on(waiting);
            known.put(id, held.after(new CommandCancelled(id, device("a"), CommandState.REQUESTED), now));
            delivery.on(released);
            assertThat(sent).as("nothing was sent yet").doesNotContain(id);
            known.put(id, held.after(released, now));
            delivery.on(released);
            MqttMessage message = device.heard.poll(10, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(new String(message.getPayload(), StandardCharsets.UTF_8)).contains(id.toString());
            assertThat(message.getProperties().getMessageExpiryInterval())
                    .as("its whole time, from its release")
                    .isBetween(50L, 60L);
            assertThat(device.heard).as("once").isEmpty();
            known.put(id, held.after(released, now).after(sent(id, 1), now));
            delivery.on(released);
            assertThat(device.heard).as("the broker has it").isEmpty();
        }
    }

    private void whatIsRetriedIsToldAgainInTheTimeThatIsLeft(
            CommandDelivery delivery, Map<CommandId, KnownCommand> known) throws Exception {
        CommandRequested command = requested();
        CommandId id = command.command();
        KnownCommand first = KnownCommand.of(command, now().minusSeconds(40)).after(sent(id, 1), now());
        CommandRetried silent = new CommandRetried(id, device("a"), CommandState.SENT, 2, RetryReason.NO_ANSWER);
        CommandAttemptFailed busy = new CommandAttemptFailed(id, device("a"), CommandState.SENT, 1, "BUSY", null, null);
        CommandRetried again =
                new CommandRetried(id, device("a"), CommandState.REQUESTED, 3, RetryReason.ATTEMPT_FAILED);
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            known.put(id, first.after(silent, now()));
            delivery.on(silent);
            MqttMessage message = device.heard.poll(10, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(new String(message.getPayload(), StandardCharsets.UTF_8))
                    .contains("\"attempt\":2,\"expiresAt\"");
            assertThat(message.getProperties().getMessageExpiryInterval()).isBetween(1L, 20L);
            assertThat(message.getProperties().getUserProperties())
                    .singleElement()
                    .satisfies(property -> assertThat(property.getValue()).isEqualTo("2"));

            KnownCommand pausing = first.after(silent, now()).after(busy, now());
            known.put(id, pausing);
            delivery.on(silent);
            known.put(id, pausing.after(again, now()));
            delivery.on(again);
            MqttMessage third = device.heard.poll(10, TimeUnit.SECONDS);
            assertThat(third).isNotNull();
            assertThat(new String(third.getPayload(), StandardCharsets.UTF_8))
                    .as("not during the pause")
                    .contains("\"attempt\":3,\"failedAttempt\":1,\"expiresAt\"");
            assertThat(device.heard).isEmpty();
        }
    }

    private static CommandSent sent(CommandId command, int attempt) {
        return new CommandSent(command, device("a"), CommandState.REQUESTED, attempt);
    }

    private static Instant now() {
        return Instant.now(Clock.systemUTC());
    }

    private static CommandRequested requested() {
        return requested(new CommandId(UUID.randomUUID()));
    }

    private static CommandRequested requested(CommandId command) {
        TreeMap<String, Object> arguments = new TreeMap<>(Map.of("delaySeconds", 5));
        return new CommandRequested(command, TestFleet.ACME, device("a"), "reboot", arguments, 60);
    }
}
