package io.devicetrail.ingress.connection;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentCommand.AddIncidentNote;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEvent.IncidentClosed;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentEvent.IncidentRecurred;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.incident.NewestCertificates;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.ingress.BrokerSettings;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.certificate.ReminderRounds;
import io.devicetrail.ingress.certificate.Reminders;
import io.devicetrail.ingress.certificate.WhenCertificateOverdueThenRemind;
import io.devicetrail.ingress.intake.IntakeFixture;
import io.devicetrail.ingress.intake.NotedCommands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A device whose certificate is to be renewed is told so, through a real broker. */
class ReminderTest {
    private static final Duration SILENCE = Duration.ofMillis(600);
    private static final String DUE = "certificate-renewal-due";
    private static final String NEAR = "certificate-end-near";
    private static final String ROW = "ingress.certificate_reminder";
    private static TestBroker server;

    private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant end = since.plus(Duration.ofDays(30));
    private final List<AddIncidentNote> notes = new CopyOnWriteArrayList<>();
    private volatile String inForce = "f1";
    private volatile boolean behind;
    private volatile boolean full;
    private volatile boolean unstorable;
    private volatile boolean answerLost;
    private volatile Optional<IncidentId> silentAbout = Optional.empty();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final NotedCommands positions = new NotedCommands();
    private IntakeFixture ingress;
    private Broker broker;
    private ReminderRounds rounds;
    private WhenCertificateOverdueThenRemind log;

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
        ingress.bus.subscribe(AddIncidentNote.class.getName(), message -> {
            if (full) {
                throw new CommandExecutionException("full", null, "TOO_MANY_INCIDENT_NOTES");
            }
            if (unstorable) {
                throw new IllegalStateException("the log is away");
            }
            AddIncidentNote note = (AddIncidentNote) message.getPayload();
            if (silentAbout.filter(note.incident()::equals).isPresent()) {
                asked.countDown();
                answers.await();
            }
            positions.store(message.getIdentifier());
            notes.add(note);
            if (answerLost) {
                throw new IllegalStateException("stored, but the answer was lost");
            }
            return null;
        });
        TestFleet.register(ingress.projection, "a", "b");
        broker = new Broker(
                new BrokerSettings(server.url(), null, null, new BrokerSettings.Tls(null, null, null)),
                ingress.settings,
                ingress.routing,
                Clock.systemUTC());
        broker.start();
        log = new WhenCertificateOverdueThenRemind(new Reminders(ingress.jdbc));
        rounds = rounds();
        rounds.start();
        await().until(() -> broker.connections().up() == broker.connections().wanted());
    }

    private ReminderRounds rounds() {
        NewestCertificates newest = (device, fingerprint) -> {
            if (behind) {
                throw new TimeoutException("behind");
            }
            return fingerprint.equals(inForce);
        };
        return new ReminderRounds(
                new Reminders(ingress.jdbc),
                new JdbcTransactionManager(ingress.database),
                newest,
                broker,
                ingress.commands,
                positions,
                Clock.systemUTC(),
                new IngressSettings.Reminding(Duration.ofMillis(50), 500, Duration.ofSeconds(30)));
    }

    @AfterEach
    void stop() {
        rounds.stop();
        broker.stop();
        ingress.close();
        server.refused.clear();
    }

    @Test
    void itSaysWhichCertificateUntilWhenAndWhere() throws Exception {
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            log.on(opened("a", DUE));
            MqttMessage message = heard(device);
            assertThat(text(message))
                    .isEqualTo("{\"id\":\"" + id(DUE)
                            + "\",\"renew\":\"certificate-renewal-due\",\"fingerprint\":\"f1\",\"dueSince\":\"" + since
                            + "\",\"notAfter\":\"" + end + "\",\"renewAt\":\"/.well-known/est/acme/simplereenroll\"}");
            assertThat(message.getProperties().getMessageExpiryInterval())
                    .as("a day at the most")
                    .isBetween(86_000L, 86_400L);
            await().until(() -> notes.size() == 1);
            assertThat(notes.getFirst().incident()).isEqualTo(incident("a"));
            assertThat(notes.getFirst().number()).isEqualTo(1);
            assertThat(positions.lastOf(id(DUE))).as("by the same id").isPresent();
            assertThat(notes.getFirst().note()).contains("told to renew its certificate f1", DUE, "/certificate");
        }
    }

    @Test
    void eachStageIsToldOnceAndOnRecordOnce() throws Exception {
        try (TestDevice device = new TestDevice(server.url(), "a");
                TestDevice other = new TestDevice(server.url(), "b")) {
            log.on(opened("a", DUE));
            log.on(opened("a", DUE));
            assertThat(text(heard(device))).contains(DUE);
            log.on(recurred("a", NEAR));
            assertThat(text(heard(device))).contains(NEAR);
            await().until(() -> notes.size() == 2);
            assertThat(device.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
            assertThat(notes).hasSize(2);
            assertThat(other.heard).as("another device").isEmpty();
        }
    }

    @Test
    void whoComesBackIsToldAgainWhileItIsSo() throws Exception {
        log.on(opened("a", DUE));
        await().until(() -> notes.size() == 1);
        TestDatabase.OWNER.update("update " + ROW + " set told_at = now() - interval '2 minutes'");
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            device.says("presence", "{\"state\":\"online\"}");
            assertThat(text(heard(device))).contains(DUE);
            device.says("presence", "{\"state\":\"online\"}");
            await().until(() -> TestDatabase.count(ROW + " where due_at > now() + interval '50 seconds'") == 1);
            assertThat(device.heard).as("within a minute").isEmpty();
            log.on(closed("a"));
            device.says("presence", "{\"state\":\"online\"}");
            assertThat(device.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
            assertThat(TestDatabase.count(ROW)).isZero();
            assertThat(notes).as("once for the stage").hasSize(1);
        }
    }

    @Test
    void aRepetitionIsKnownByItsId() throws Exception {
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            log.on(opened("a", DUE));
            String first = text(heard(device));
            await().until(() -> notes.size() == 1);
            TestDatabase.OWNER.update("update " + ROW + " set told_at = now() - interval '2 minutes'");
            device.says("presence", "{\"state\":\"online\"}");
            assertThat(text(heard(device))).isEqualTo(first).contains(id(DUE));
            log.on(recurred("a", NEAR));
            assertThat(text(heard(device))).as("another").contains(id(NEAR));
        }
    }

    /** Renewed or revoked, or its device has ended: whatever the incident says by now. */
    @Test
    void ofOneThatIsNotInForceNothingIsSaid() throws Exception {
        inForce = "f2";
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            log.on(opened("a", DUE));
            await().until(() -> TestDatabase.count(ROW + " where due_at is null") == 1);
            assertThat(device.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
            assertThat(notes).isEmpty();
        }
    }

    @Test
    void nothingIsSaidOfOneThatIsOverNorOfAnotherKindOfIncident() throws Exception {
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            log.on(about(IncidentKind.DEVICE_OFFLINE, "a", DUE, end));
            assertThat(TestDatabase.count(ROW)).isZero();
            log.on(about(IncidentKind.CERTIFICATE_OVERDUE, "a", DUE, since));
            await().until(() -> TestDatabase.count(ROW + " where due_at is null") == 1);
            assertThat(device.heard).isEmpty();
            assertThat(notes).isEmpty();
        }
    }

    /** Until it is known how things stand nothing is said, and the others do not wait for it. */
    @Test
    void whatCannotBeToldNowIsToldLater() throws Exception {
        try (TestDevice refused = new TestDevice(server.url(), "a");
                TestDevice device = new TestDevice(server.url(), "b")) {
            behind = true;
            log.on(opened("a", DUE));
            await().until(() -> TestDatabase.count(ROW + " where due_at > now()") == 1);
            behind = false;
            server.refused.add("dt/v1/acme/" + device("a") + "/certificate");
            TestDatabase.OWNER.update("update " + ROW + " set due_at = now()");
            log.on(opened("b", DUE));
            assertThat(text(heard(device))).contains(DUE);
            await().until(() -> TestDatabase.count(ROW + " where due_at > now()") == 1);
            assertThat(refused.heard).isEmpty();
            server.refused.clear();
            TestDatabase.OWNER.update("update " + ROW + " set due_at = now() where due_at is not null");
            assertThat(text(heard(refused))).contains(DUE);
        }
    }

    @Test
    void itIsNotForgottenWhileTheBrokerIsAwayNorByACrash() throws Exception {
        broker.stop();
        log.on(opened("a", DUE));
        await().during(SILENCE).until(() -> TestDatabase.count(ROW + " where due_at <= now()") == 1);
        rounds.stop();
        broker.start();
        rounds = rounds();
        // This broker keeps nothing for who has not subscribed yet.
        try (TestDevice device = new TestDevice(server.url(), "a")) {
            rounds.start();
            device.says("presence", "{\"state\":\"online\"}");
            assertThat(text(heard(device))).contains(DUE);
        }
    }

    /** As by a crash between the broker's word and the note; the incident is over when the node is back. */
    @Test
    void whatWasToldIsPutOnRecordAlsoAfterTheEnd() throws Exception {
        rounds.stop();
        log.on(opened("a", DUE));
        TestDatabase.OWNER.update(
                "update " + ROW + " set due_at = null, told_at = now(), told_stage = stage, note_due_at = now()");
        log.on(closed("a"));
        assertThat(TestDatabase.count(ROW)).isEqualTo(1);
        rounds = rounds();
        rounds.start();
        await().until(() -> notes.size() == 1);
        await().until(() -> TestDatabase.count(ROW) == 0);
    }

    @Test
    void anIncidentThatTakesNoMoreNotesHoldsUpNobody() throws Exception {
        full = true;
        try (TestDevice device = new TestDevice(server.url(), "a");
                TestDevice other = new TestDevice(server.url(), "b")) {
            log.on(opened("a", DUE));
            log.on(opened("b", DUE));
            assertThat(text(heard(device))).contains(DUE);
            assertThat(text(heard(other))).contains(DUE);
            await().until(() -> TestDatabase.count(ROW + " where noted_stage = told_stage") == 2);
        }
    }

    /** Nor is a note dropped: the device hears of the next stage when that of the one before is on record. */
    @Test
    void aNoteThatCannotBeStoredHoldsUpNobody() throws Exception {
        unstorable = true;
        try (TestDevice device = new TestDevice(server.url(), "a");
                TestDevice other = new TestDevice(server.url(), "b")) {
            log.on(opened("a", DUE));
            assertThat(text(heard(device))).contains(DUE);
            log.on(opened("b", DUE));
            assertThat(text(heard(other))).contains(DUE);
            log.on(recurred("a", NEAR, "f2"));
            inForce = "f2";
            assertThat(device.heard.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
            unstorable = false;
            TestDatabase.OWNER.update("update " + ROW + " set note_due_at = now()");
            assertThat(text(heard(device))).contains(NEAR, "f2");
            await().until(() -> notes.size() == 3);
            assertThat(notes)
                    .filteredOn(note -> note.incident().equals(incident("a")))
                    .extracting(AddIncidentNote::note)
                    .satisfiesExactly(
                            first -> assertThat(first).contains("certificate f1 (" + DUE),
                            second -> assertThat(second).contains("certificate f2 (" + NEAR));
        }
    }

    /** The bus answers on the thread that asks, when the log has: nobody is reminded by a thread that waits for that. */
    @Test
    void aNoteThatIsNotAnsweredHoldsUpNobodyAndIsStoredOnce() throws Exception {
        silentAbout = Optional.of(incident("a"));
        try (TestDevice device = new TestDevice(server.url(), "b")) {
            log.on(opened("a", DUE));
            assertThat(asked.await(15, TimeUnit.SECONDS)).isTrue();
            log.on(opened("b", DUE));
            assertThat(text(heard(device))).contains(DUE);
            assertThat(notes).isEmpty();
            answers.countDown();
            await().until(() -> !notes.isEmpty());
            TestDatabase.OWNER.update("update " + ROW + " set note_due_at = now()");
            await().until(() -> TestDatabase.count(ROW + " where noted_stage = told_stage") == 2);
            assertThat(notes).extracting(AddIncidentNote::incident).containsExactly(incident("a"), incident("b"));
        } finally {
            answers.countDown();
        }
    }

    /** As by a crash between the log's answer and ours. */
    @Test
    void aNoteWhoseAnswerWasLostIsStoredOnce() {
        answerLost = true;
        log.on(opened("a", DUE));
        await().until(() -> notes.size() == 1);
        TestDatabase.OWNER.update("update " + ROW + " set note_due_at = now()");
        await().until(() -> TestDatabase.count(ROW + " where noted_stage = told_stage") == 1);
        assertThat(notes).hasSize(1);
    }

    private static String id(String stage) {
        return NamedId.of("certificate-reminder", incident("a") + ":1", stage, "f1")
                .toString();
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

    private static IncidentId incident(String serialNumber) {
        return IncidentId.of(IncidentKind.CERTIFICATE_OVERDUE, IncidentSubject.of(device(serialNumber)), "");
    }

    private IncidentOpened opened(String serialNumber, String stage) {
        return about(IncidentKind.CERTIFICATE_OVERDUE, serialNumber, stage, end);
    }

    private IncidentOpened about(IncidentKind kind, String serialNumber, String stage, Instant notAfter) {
        DeviceId device = device(serialNumber);
        IncidentSubject subject = IncidentSubject.of(device);
        return new IncidentOpened(
                IncidentId.of(kind, subject, ""),
                ACME,
                subject,
                1,
                kind,
                "",
                since,
                evidence(stage, notAfter),
                stage + " of f1");
    }

    private IncidentRecurred recurred(String serialNumber, String stage) {
        return recurred(serialNumber, stage, "f1");
    }

    private IncidentRecurred recurred(String serialNumber, String stage, String fingerprint) {
        return new IncidentRecurred(
                incident(serialNumber),
                ACME,
                IncidentSubject.of(device(serialNumber)),
                1,
                1,
                2,
                evidence(stage, end, fingerprint),
                stage + " of " + fingerprint);
    }

    private static IncidentClosed closed(String serialNumber) {
        return new IncidentClosed(
                incident(serialNumber),
                ACME,
                IncidentSubject.of(device(serialNumber)),
                1,
                IncidentEnd.RECOVERED,
                "renewed");
    }

    private static TreeMap<String, String> evidence(String stage, Instant notAfter) {
        return evidence(stage, notAfter, "f1");
    }

    private static TreeMap<String, String> evidence(String stage, Instant notAfter, String fingerprint) {
        return new TreeMap<>(Map.of("stage", stage, "notAfter", notAfter.toString(), "fingerprint", fingerprint));
    }
}
