package io.devicetrail.ingress.connection;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesChanged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesConverged;
import io.devicetrail.domain.twin.TwinId;
import io.devicetrail.ingress.BrokerSettings;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.intake.IntakeFixture;
import io.devicetrail.ingress.twin.DesiredAsk;
import io.devicetrail.ingress.twin.DesiredAsks;
import io.devicetrail.ingress.twin.DesiredDelivery;
import io.devicetrail.ingress.twin.DesiredRounds;
import io.devicetrail.ingress.twin.LaidOutTwins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What is desired of a device, on its way down through a real broker. */
class DesiredTest {
    private static final Duration SILENCE = Duration.ofMillis(800);
    private static TestBroker server;

    private final LaidOutTwins twins = new LaidOutTwins();
    private IntakeFixture ingress;
    private Broker broker;
    private DesiredRounds rounds;

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
        TestFleet.register(ingress.projection, "a", "b");
        broker = new Broker(
                new BrokerSettings(server.url(), null, null, new BrokerSettings.Tls(null, null, null)),
                ingress.settings,
                ingress.routing,
                Clock.systemUTC());
        broker.start();
        rounds = rounds(broker);
        rounds.start();
        await().until(() -> broker.connections().up() == broker.connections().wanted());
    }

    private DesiredDelivery delivery() {
        return new DesiredDelivery(broker, new DesiredAsks(ingress.jdbc));
    }

    private DesiredRounds rounds(Publishing to) {
        return new DesiredRounds(
                new DesiredAsks(ingress.jdbc),
                new JdbcTransactionManager(ingress.database),
                twins,
                to,
                ingress.settings.desired());
    }

    @AfterEach
    void stop() {
        rounds.stop();
        broker.stop();
        ingress.close();
    }

    @Test
    void aChangeGoesDownAsWhatIsOtherThanBefore() throws Exception {
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            delivery().on(changed("a", 1, set("interval", 60, 30), set("label", "x", null), set("limit", null, 21.5)));

            assertThat(heard(device))
                    .isEqualTo(
                            "{\"version\":2,\"base\":1,\"properties\":{\"interval\":30,\"label\":null,\"limit\":21.5}}");
        }
    }

    @Test
    void theChangeWaitsWhileTheBrokerIsAway() {
        broker.stop();
        assertThatThrownBy(() -> delivery().on(changed("a", 0, set("interval", null, 60))))
                .as("the processor keeps its place and tries again")
                .isInstanceOf(IOException.class);
    }

    @Test
    void whoComesIsToldAllUnlessItHasTakenItOver() throws Exception {
        twins.with(
                changed("a", 0, set("interval", null, 60)),
                changed("a", 1, set("limit", null, 21.5)),
                changed("b", 0, set("interval", null, 60)),
                new DesiredPropertiesConverged(
                        TwinId.of(device("b")),
                        device("b"),
                        ACME,
                        1,
                        new ReportStamp("b1", 1, Instant.EPOCH),
                        Convergence.PENDING));
        try (TestDevice waiting = new TestDevice(server.url(), "a");
                TestDevice inSync = new TestDevice(server.url(), "b")) {
            inSync.says("presence", "{\"state\":\"online\"}");
            waiting.says("presence", "{\"state\":\"online\"}");

            assertThat(heard(waiting))
                    .isEqualTo("{\"version\":2,\"full\":true,\"properties\":{\"interval\":60,\"limit\":21.5}}");
            await().until(() -> TestDatabase.count("ingress.desired_ask") == 0);
            assertThat(inSync.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();

            inSync.says("state", "{\"request\":\"desired\"}");
            assertThat(heard(inSync)).isEqualTo("{\"version\":1,\"full\":true,\"properties\":{\"interval\":60}}");
            waiting.says("presence", "{\"state\":\"offline\",\"goodbye\":true}");
            assertThat(waiting.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
        }
    }

    @Test
    void whoAsksAndIsWantedNothingOfIsToldSo() throws Exception {
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            device.says("state", "{\"request\":\"desired\"}");
            assertThat(heard(device)).isEqualTo("{\"version\":0,\"full\":true,\"properties\":{}}");
        }
    }

    /** The one whose twin cannot be read comes first, and does not hold up the other. */
    @Test
    void whoIsToBeToldIsNotForgottenWhileTheBrokerIsAway() throws Exception {
        twins.unreadable(device("b"));
        try (TestDevice device = new TestDevice(server.url(), "a");
                TestDevice unreadable = new TestDevice(server.url(), "b")) {
            rounds.stop();
            unreadable.says("state", "{\"request\":\"desired\"}");
            await().until(() -> TestDatabase.count("ingress.desired_ask") == 1);
            device.says("state", "{\"request\":\"desired\"}");
            await().until(() -> TestDatabase.count("ingress.desired_ask") == 2);
            broker.stop();
            rounds.start();
            await().during(SILENCE).until(() -> TestDatabase.count("ingress.desired_ask") == 2);
            broker.start();

            assertThat(heard(device)).contains("\"full\":true");
            await().until(() -> TestDatabase.count("ingress.desired_ask") == 1);
            assertThat(unreadable.heard).isEmpty();
        }
    }

    /** A broker that refuses one device's messages takes those of the others, and that one's when it has come to its senses. */
    @Test
    void whatTheBrokerRefusesIsToldLaterAndHoldsUpNobody() throws Exception {
        DesiredPropertiesChanged first = changed("a", 0, set("interval", null, 60));
        DesiredPropertiesChanged other = changed("b", 0, set("interval", null, 30));
        twins.with(first, other);
        try (TestDevice refused = new TestDevice(server.url(), "a");
                TestDevice device = new TestDevice(server.url(), "b")) {
            server.refused.add("dt/v1/acme/" + device("a") + "/desired");
            delivery().on(first);
            delivery().on(other);
            assertThat(heard(device)).contains("\"base\":0");
            await().until(() -> TestDatabase.count("ingress.desired_ask where due_at > now()") == 1);
            device.says("state", "{\"request\":\"desired\"}");
            assertThat(heard(device)).contains("\"full\":true");
            assertThat(refused.heard).isEmpty();

            server.refused.clear();
            TestDatabase.OWNER.update("update ingress.desired_ask set due_at = now()");
            assertThat(heard(refused)).isEqualTo("{\"version\":1,\"full\":true,\"properties\":{\"interval\":60}}");
            await().until(() -> TestDatabase.count("ingress.desired_ask") == 0);
        } finally {
            server.refused.clear();
        }
    }

    /** One of them is by a device that asked, so that it is answered although it has taken all over already. */
    @Test
    void whoIsToBeToldManyTimesIsToldOnce() throws Exception {
        try (TestDevice many = new TestDevice(server.url(), "a");
                TestDevice one = new TestDevice(server.url(), "b")) {
            rounds.stop();
            DesiredAsk unlessInSync = new DesiredAsk(device("a"), ACME, false);
            new DesiredAsks(ingress.jdbc)
                    .ask(List.of(
                            unlessInSync,
                            unlessInSync,
                            new DesiredAsk(device("a"), ACME, true),
                            new DesiredAsk(device("a"), ACME, true),
                            new DesiredAsk(device("b"), ACME, true)));
            rounds.start();
            assertThat(heard(many)).contains("\"full\":true");
            assertThat(heard(one)).contains("\"full\":true");
            await().until(() -> TestDatabase.count("ingress.desired_ask") == 0);
            assertThat(many.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
        }
    }

    private static String heard(TestDevice device) throws InterruptedException {
        MqttMessage message = device.heard.poll(15, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(message.getQos()).isEqualTo(1);
        assertThat(message.isRetained()).isFalse();
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    private static PropertyChange set(String name, @Nullable Object from, @Nullable Object to) {
        return new PropertyChange(name, from, to, null);
    }

    private static DesiredPropertiesChanged changed(String serialNumber, int from, PropertyChange... changes) {
        return new DesiredPropertiesChanged(
                TwinId.of(device(serialNumber)), device(serialNumber), ACME, from, from + 1, List.of(changes));
    }
}
