package io.devicetrail.ingress.connection;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AskForRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.TakeBackRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.ingress.BrokerSettings;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.MovedClock;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.intake.IntakeFixture;
import io.devicetrail.ingress.rollout.OfferDelivery;
import io.devicetrail.ingress.rollout.OfferRounds;
import io.devicetrail.ingress.rollout.OfferSending;
import io.devicetrail.ingress.rollout.OpenOffers;
import io.devicetrail.ingress.rollout.RunsInLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Offers on their way down through a real broker, and what devices say of them on its way up. */
class OfferTest {
    private static final Duration SILENCE = Duration.ofMillis(800);
    /** Of the measurement at the end; 10,000 are a whole run. */
    private static final int MEASURED = Integer.getInteger("devicetrail.offers", 1_000);

    /** Reports that the broker has not acknowledged, of all devices together. */
    private static final int UNDER_WAY = 300;

    private static TestBroker server;

    private IntakeFixture ingress;
    private RunsInLog runs;
    private OpenOffers offers;
    private Broker broker;
    private OfferRounds rounds;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        server = new TestBroker(folder);
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** Of who tells devices. */
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));

    @BeforeEach
    void start() {
        // As at the embedded broker, which looks for each acknowledged message from the oldest one on.
        ingress = new IntakeFixture(Clock.systemUTC(), "writers", "1");
        runs = ingress.rollouts;
        offers = new OpenOffers(ingress.jdbc, new JdbcTransactionManager(ingress.database));
        TestFleet.register(ingress.projection, "a", "b");
        broker = new Broker(
                new BrokerSettings(server.url(), null, null, new BrokerSettings.Tls(null, null, null)),
                ingress.settings,
                ingress.routing,
                Clock.systemUTC());
        broker.start();
        IngressSettings.Offers often =
                new IngressSettings.Offers(Duration.ofMillis(50), 500, Duration.ofHours(1), Duration.ofMinutes(1));
        rounds = new OfferRounds(offers, sending(), often);
        rounds.start();
        await().until(() ->
                broker.up() && broker.connections().up() == broker.connections().wanted());
    }

    private OfferSending sending() {
        return sending(broker);
    }

    private OfferSending sending(Sending broker) {
        return new OfferSending(
                broker, ingress.commands, runs, runs, offers, ingress.settings.offers(), ingress.figures, clock);
    }

    private OfferDelivery delivery() {
        return new OfferDelivery(sending());
    }

    /** What a tick offers, event by event. */
    private void deliver(RolloutRunId run) throws IOException {
        for (RolloutOffered offered : runs.offered(run, 1)) {
            delivery().on(offered);
        }
    }

    @AfterEach
    void stop() {
        server.refused.clear();
        server.ending.clear();
        rounds.stop();
        broker.stop();
        ingress.close();
    }

    @Test
    void aDeviceTakesAnOfferAndReportsUntilItIsVerified() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a")));
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            deliver(run);
            MqttMessage offer = heard(device);
            assertThat(text(offer)).startsWith("{\"rollout\":\"" + run + "\",\"attempt\":1,\"release\":");
            assertThat(offer.getProperties().getMessageExpiryInterval()).isBetween(3_500L, 3_600L);

            for (String state : List.of("downloading", "installed", "verified")) {
                device.says("update", """
                        {"rollout":"%s","attempt":1,"state":"%s","version":"2.1.0","code":null,"progress":0,
                         "at":"2026-11-20T10:00:00Z"}""".formatted(run, state));
            }
            await().until(() -> !runs.events(RolloutCompleted.class).isEmpty());
            assertThat(runs.state(run, device("a"))).isEqualTo(RolloutDeviceState.VERIFIED);
            assertThat(TestDatabase.count("ingress.quarantine")).isZero();
            await().until(() -> broker.waiting().messages() == 0);
        }
    }

    /** At ten in the morning of UTC: in Zurich there is half an hour yet, in London the window has not opened. */
    @Test
    void anOfferHasTheWindowsOfItsSiteAndIsToldNoLongerThanOneIsOpen() throws Exception {
        RolloutRunId run = runs.started(
                ACME,
                List.of(device("a"), device("b")),
                List.of(MaintenanceWindow.of("fri from 10:30 for 120 min, offers for 60 min")),
                List.of("Europe/Zurich", "Europe/London"));
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            RolloutOffered offered = runs.offered(run, 1).getFirst();
            assertThat(offered.devices()).containsExactly(device("a"));
            delivery().on(offered);
            MqttMessage offer = heard(device);
            assertThat(text(offer))
                    .endsWith("\"windows\":[{\"days\":[\"fri\"],\"from\":\"10:30\",\"to\":\"12:30\","
                            + "\"zone\":\"Europe/Zurich\"}]}");
            assertThat(offer.getProperties().getMessageExpiryInterval()).isBetween(1_700L, 1_800L);
            assertThat(restSeconds()).isEqualTo(1_800);

            clock.advance(Duration.ofMinutes(30));
            TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now()");
            await().until(() -> runs.state(run, device("a")) == RolloutDeviceState.WAITING);
            assertThat(device.heard).as("it is not told again").isEmpty();
            assertThat(runs.events(RolloutOffersTakenBack.class))
                    .extracting(event -> event.code() + " " + event.devices())
                    .containsExactly("WINDOW_CLOSED [" + device("a") + "]");
            await().until(() -> TestDatabase.count("ingress.rollout_offer") == 0);
        }
    }

    /** The processor's batch was rolled back after the broker had some of it, or the node died. */
    @Test
    void anOfferThatIsHandledTwiceIsTheSameAttemptAndOnlyForWhoIsSilent() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a"), device("b")));
        try (TestDevice silent = new TestDevice(server.url(), "a");
                TestDevice device = new TestDevice(server.url(), "b")) {
            RolloutOffered offered = runs.offered(run, 1).getFirst();
            delivery().on(offered);
            String first = text(heard(silent));
            assertThat(text(heard(device))).isEqualTo(first);
            device.says("update", "{\"rollout\":\"" + run + "\",\"attempt\":1,\"state\":\"downloading\"}");
            await().until(() -> runs.state(run, device("b")) == RolloutDeviceState.DOWNLOADING);

            delivery().on(offered);
            assertThat(text(heard(silent))).isEqualTo(first);
            assertThat(device.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
            assertThat(runs.events(RolloutOffersTakenBack.class)).isEmpty();
        }
    }

    @Test
    void whatStoppedBetweenTheEventAndTheSendingIsNotSentAndWaitsAgain() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a")));
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            RolloutOffered offered = runs.offered(run, 1).getFirst();
            runs.paused(run);
            delivery().on(offered);
            assertThat(device.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
            assertThat(runs.events(RolloutOffersTakenBack.class))
                    .extracting(RolloutOffersTakenBack::code)
                    .containsExactly("RUN_NOT_OFFERING");
            assertThat(runs.state(run, device("a"))).isEqualTo(RolloutDeviceState.WAITING);
            assertThat(TestDatabase.count("ingress.rollout_offer")).isZero();
        }
    }

    /** It was suspended, moved or revised since its cohort was frozen: it is not told, and nobody waits for it. */
    @Test
    void whoDoesNotFitThePlanAnyMoreIsLeftOutAndNotTold() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a"), device("b")));
        runs.unfit.put(device("a"), Unfit.NOT_IN_SERVICE);
        try (TestDevice suspended = new TestDevice(server.url(), "a");
                TestDevice device = new TestDevice(server.url(), "b")) {
            deliver(run);
            assertThat(text(heard(device))).contains(run.toString());
            assertThat(suspended.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
            assertThat(runs.events(RolloutDevicesLeftOut.class))
                    .extracting(event -> event.why() + " " + event.devices())
                    .containsExactly("NOT_IN_SERVICE [" + device("a") + "]");
            assertThat(runs.events(RolloutOffersTakenBack.class)).isEmpty();
            assertThat(runs.state(run, device("a"))).isEqualTo(RolloutDeviceState.NOT_OFFERED);
            assertThat(TestDatabase.count("ingress.rollout_offer")).isEqualTo(1);
        }
    }

    /** While it was silent, and is to be told again. */
    @Test
    void soIsWhoWasToldAndDoesNotFitItSince() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a")));
        deliver(run);
        runs.unfit.put(device("a"), Unfit.SITE_UNFIT);
        TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now()");
        await().until(() -> runs.state(run, device("a")) == RolloutDeviceState.NOT_OFFERED);
        await().until(() -> TestDatabase.count("ingress.rollout_offer") == 0);
        assertThat(runs.events(RolloutDevicesLeftOut.class))
                .extracting(RolloutDevicesLeftOut::why)
                .containsExactly(Unfit.SITE_UNFIT);
    }

    /** A halt is late for the part that is under way at most. */
    @Test
    void theRunIsAskedAgainBeforeEachPart() throws Exception {
        RolloutRunId run = runs.started(
                ACME, IntStream.range(0, 160).mapToObj(i -> device("d" + i)).toList());
        RolloutOffered offered = runs.offered(run, 1).getFirst();
        assertThat(offered.devices()).hasSize(160);
        runs.meanwhile = command -> {
            if (command instanceof AskForRolloutOffers ask && ask.devices().size() == 60) {
                runs.paused(run);
            }
        };
        delivery().on(offered);
        assertThat(ingress.figures.offersSent.sum()).isEqualTo(100);
        assertThat(runs.events(RolloutOffersTakenBack.class))
                .extracting(event -> event.devices().size())
                .containsExactly(60);
    }

    @Test
    void whileTheBrokerIsAwayTheProcessorTriesAgain() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a")));
        RolloutOffered offered = runs.offered(run, 1).getFirst();
        broker.stop();
        assertThatThrownBy(() -> delivery().on(offered))
                .as("a failure to reach something: as anything else it would be taken for a fault of the event")
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(MqttException.class);
        assertThat(runs.state(run, device("a"))).isEqualTo(RolloutDeviceState.OFFERED);
        assertThat(TestDatabase.count("ingress.rollout_offer")).isZero();

        broker.start();
        await().until(() -> broker.connections().up() == broker.connections().wanted());
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            await().ignoreExceptions().untilAsserted(() -> delivery().on(offered));
            assertThat(text(heard(device))).contains(run.toString());
        }
    }

    @Test
    void whatTheBrokerRefusesHoldsUpNobodyAndIsTakenBackAfterARest() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a"), device("b")));
        server.refused.add("dt/v1/acme/" + device("a") + "/rollout");
        try (TestDevice refused = new TestDevice(server.url(), "a");
                TestDevice device = new TestDevice(server.url(), "b")) {
            deliver(run);
            assertThat(text(heard(device))).contains(run.toString());
            assertThat(refused.heard).isEmpty();
            assertThat(runs.state(run, device("a")))
                    .as("not at once, or the next tick would offer it again")
                    .isEqualTo(RolloutDeviceState.OFFERED);

            TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now() where refusal is not null");
            await().until(() -> runs.state(run, device("a")) == RolloutDeviceState.WAITING);
            assertThat(runs.events(RolloutOffersTakenBack.class))
                    .extracting(event -> event.code() + " " + event.devices())
                    .containsExactly("BROKER_REFUSED_0x87 [" + device("a") + "]");
            await().until(() -> TestDatabase.count("ingress.rollout_offer") == 1);
        }
    }

    /** Some brokers end the connection of who may not publish, and so of all that is on its way beside it. */
    @Test
    void aBrokerThatEndsThreeConnectionsOverAnOfferHasRefusedIt() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a")));
        RolloutRunId other = runs.started(ACME, List.of(device("b")));
        int before = server.ended.get();
        server.ending.add("dt/v1/acme/" + device("a") + "/rollout");
        RolloutOffered offered = runs.offered(run, 1).getFirst();
        OfferDelivery delivery = delivery();
        assertThatThrownBy(() -> delivery.on(offered))
                .as("one may have ended for any cause")
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(LostInFlight.class);
        assertThat(TestDatabase.count("ingress.rollout_offer")).isZero();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    delivery.on(offered);
                    return true;
                });
        assertThat(server.ended.get() - before).isEqualTo(3);
        assertThat(TestDatabase.count("ingress.rollout_offer where refusal = 'BROKER_DISCONNECTED'"))
                .isEqualTo(1);
        assertThat(runs.state(run, device("a"))).isEqualTo(RolloutDeviceState.OFFERED);

        await().until(() -> broker.up());
        try (TestDevice device = new TestDevice(server.url(), "b")) {
            deliver(other);
            assertThat(text(heard(device))).contains(other.toString());
        }
        TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now() where refusal is not null");
        await().until(() -> runs.state(run, device("a")) == RolloutDeviceState.WAITING);
        assertThat(runs.events(RolloutOffersTakenBack.class))
                .extracting(RolloutOffersTakenBack::code)
                .containsExactly("BROKER_DISCONNECTED");
    }

    /** The answer for the second does not come in time: all are told again, and nobody forgets the first. */
    @Test
    void whatTheBrokerTookIsKeptThoughAnotherFails() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a"), device("b")));
        AtomicInteger sent = new AtomicInteger();
        Sending stalling = new Sending() {
            @Override
            public Sent send(String topic, byte[] payload, MqttProperties properties, Duration patience)
                    throws MqttException {
                Sent real = broker.send(topic, payload, properties, patience);
                return sent.incrementAndGet() == 1
                        ? real
                        : within -> {
                            throw new MqttException(MqttClientException.REASON_CODE_CLIENT_TIMEOUT);
                        };
            }

            @Override
            public boolean up() {
                return broker.up();
            }
        };
        RolloutOffered offered = runs.offered(run, 1).getFirst();
        assertThatThrownBy(() -> new OfferDelivery(sending(stalling)).on(offered))
                .isInstanceOf(IOException.class);
        assertThat(TestDatabase.OWNER.queryForList("select device_id from ingress.rollout_offer", UUID.class))
                .containsExactly(offered.devices().getFirst().value());
    }

    @Test
    void whoHasNoConnectionLeavesOffersToNodesThatHave() throws Exception {
        deliver(runs.started(ACME, List.of(device("a"))));
        broker.stop();
        TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now()");
        await().during(SILENCE).until(() -> TestDatabase.count("ingress.rollout_offer where due_at <= now()") == 1);
    }

    /** Taken back, offered again at once, and told by another node before this one comes to forget the first time. */
    @Test
    void anOfferThatWasToldAnewMeanwhileIsNotForgotten() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a")));
        server.refused.add("dt/v1/acme/" + device("a") + "/rollout");
        deliver(run);
        runs.meanwhile = command -> {
            if (command instanceof TakeBackRolloutOffers) {
                TestDatabase.OWNER.update(
                        "update ingress.rollout_offer set refusal = null, sent_at = clock_timestamp(),"
                                + " due_at = clock_timestamp() + interval '1 hour'");
            }
        };
        TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now()");
        await().until(() -> runs.state(run, device("a")) == RolloutDeviceState.WAITING);
        await().during(SILENCE).until(() -> TestDatabase.count("ingress.rollout_offer") == 1);
    }

    /** Whoever subscribed in the moment between the broker's word and its row had nothing to be found by. */
    @Test
    void whoWasNotThereIsLookedForAfterAMinuteAndFromThenOnEachHour() throws Exception {
        deliver(runs.started(ACME, List.of(device("a"))));
        assertThat(restSeconds()).isEqualTo(60);
        TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now()");
        await().until(() -> restSeconds() == 3600);
    }

    private static long restSeconds() {
        Long seconds = TestDatabase.OWNER.queryForObject(
                "select extract(epoch from due_at - sent_at)::bigint from ingress.rollout_offer", Long.class);
        return seconds == null ? -1 : seconds;
    }

    /** It has never been there, or its session is over: the broker says that it keeps the offer for nobody. */
    @Test
    void whoWasNotThereIsToldWhenItComes() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a")));
        deliver(run);
        assertThat(TestDatabase.count("ingress.rollout_offer where unheard")).isEqualTo(1);
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            device.says("presence", "{\"state\":\"online\"}");
            assertThat(device.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as("not so soon after the last time")
                    .isNull();
            TestDatabase.OWNER.update("update ingress.rollout_offer set sent_at = sent_at - interval '1 minute'");
            device.says("presence", "{\"state\":\"online\"}");
            assertThat(text(heard(device))).contains(run.toString());
            await().until(() -> TestDatabase.count("ingress.rollout_offer where not unheard") == 1);
        }
    }

    @Test
    void whoStaysSilentIsToldAgainAsLongAsItIsWanted() throws Exception {
        RolloutRunId run = runs.started(ACME, List.of(device("a"), device("b")));
        try (TestDevice silent = new TestDevice(server.url(), "a");
                TestDevice device = new TestDevice(server.url(), "b")) {
            deliver(run);
            assertThat(text(heard(silent))).isEqualTo(text(heard(device)));
            device.says(
                    "update", "{\"rollout\":\"" + run + "\",\"attempt\":1,\"state\":\"refused\",\"code\":\"BUSY\"}");
            await().until(() -> runs.state(run, device("b")) == RolloutDeviceState.REFUSED);

            TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now()");
            assertThat(text(heard(silent))).contains("\"attempt\":1");
            await().until(() -> TestDatabase.count("ingress.rollout_offer") == 1);
            assertThat(device.heard).isEmpty();

            runs.paused(run);
            TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now()");
            await().until(() -> TestDatabase.count("ingress.rollout_offer") == 0);
            assertThat(silent.heard).isEmpty();
            assertThat(runs.state(run, device("a"))).isEqualTo(RolloutDeviceState.WAITING);
        }
    }

    /** Prints what a run costs; the bound is for a machine that has much else to do. */
    @Test
    void manyOffersLeaveAtOnce() throws Exception {
        RolloutRunId run = runs.started(
                ACME,
                IntStream.range(0, MEASURED).mapToObj(i -> device("m" + i)).toList());
        OfferDelivery delivery = delivery();
        List<RolloutOffered> offered = runs.offered(run, 1);
        long began = System.nanoTime();
        for (RolloutOffered each : offered) {
            delivery.on(each);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("%d offers in %d ms%n", MEASURED, took.toMillis());
        assertThat(ingress.figures.offersSent.sum()).isEqualTo(MEASURED);
        assertThat(took).isLessThan(Duration.ofMillis(20L * MEASURED));
    }

    /** Three reports of each device through the broker and into the log; prints how long it took and by how many commands. */
    @Test
    void manyReportsAreTakenTogether() throws Exception {
        String[] serials = IntStream.range(0, MEASURED).mapToObj(i -> "m" + i).toArray(String[]::new);
        TestFleet.register(ingress.projection, serials);
        RolloutRunId run =
                runs.started(ACME, Stream.of(serials).map(TestFleet::device).toList());
        assertThat(runs.offered(run, 1).stream()
                        .mapToInt(offered -> offered.devices().size())
                        .sum())
                .isEqualTo(MEASURED);
        MqttAsyncClient crowd = new MqttAsyncClient(server.url(), "crowd", new MemoryPersistence());
        crowd.connect().waitForCompletion(10_000);
        long began = System.nanoTime();
        Queue<IMqttToken> underWay = new ArrayDeque<>();
        for (String state : List.of("downloading", "installed", "verified")) {
            byte[] report = """
                    {"rollout":"%s","attempt":1,"state":"%s","version":"2.1.0"}""".formatted(run, state).getBytes(StandardCharsets.UTF_8);
            for (String serial : serials) {
                underWay.add(crowd.publish("dt/v1/acme/" + device(serial) + "/update", report, 1, false));
                if (underWay.size() == UNDER_WAY) {
                    underWay.remove().waitForCompletion(10_000);
                }
            }
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> ingress.figures.reportsRecorded.sum() == 3L * MEASURED);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        crowd.disconnect().waitForCompletion(10_000);
        crowd.close();
        System.out.printf("%d reports in %d ms, by %d commands%n", 3 * MEASURED, took.toMillis(), runs.commands.size());
        assertThat(runs.events(RolloutCompleted.class)).hasSize(1);
        assertThat(ingress.figures.reportsUnchanged.sum()).as("in their order").isZero();
    }

    private static MqttMessage heard(TestDevice device) throws InterruptedException {
        MqttMessage message = device.heard.poll(15, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(message.getQos()).isEqualTo(1);
        assertThat(message.isRetained()).isFalse();
        return message;
    }

    private static String text(MqttMessage message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }
}
