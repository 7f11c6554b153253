package io.devicetrail.ingress.release;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.device;
import static io.devicetrail.ingress.TestFleet.presenceTopic;
import static io.devicetrail.ingress.TestFleet.telemetryTopic;
import static io.devicetrail.ingress.TestFleet.temperature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.quarantine.QuarantineCommand.SettleQuarantineRelease;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantineReleaseSettled;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.domain.quarantine.QuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantinedMessage.Objection;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.MovedClock;
import io.devicetrail.ingress.Requirement;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.intake.IntakeFixture;
import io.devicetrail.ingress.quarantine.QuarantineStore;
import io.devicetrail.ingress.telemetry.TelemetryStore;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A message that came before its device was registered, and what else can be asked to be released. */
@Requirement({"Annex 11 s.5", "Annex 11 s.6"})
class ReleaseTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-20T10:00:01Z");
    private static final String AT = "2026-11-20T10:00:00Z";
    private static final long POSITION = 421;
    private static final MetaData METADATA = MetaData.with(Metadata.SITE, "there");

    private final MovedClock clock = new MovedClock(ARRIVAL);
    private final List<SettleQuarantineRelease> told = new ArrayList<>();
    /** As the log says. */
    private final Set<Integer> settled = new HashSet<>();

    private final List<String> places = new ArrayList<>();
    private IntakeFixture ingress = new IntakeFixture(clock);
    private KeptMessages kept = kept();
    private WhenReleasedThenReadAgain release = release();

    @BeforeEach
    void start() {
        ingress.close();
        ingress = new IntakeFixture(clock);
        TestFleet.register(ingress.projection, "a", "ended");
        ingress.projection.on(TestFleet.retired("ended"));
        kept = kept();
        release = release();
    }

    @AfterEach
    void stop() {
        ingress.close();
    }

    private KeptMessages kept() {
        return new KeptMessages(new QuarantineStore(ingress.jdbc), reading());
    }

    private WhenReleasedThenReadAgain release() {
        ingress.bus.subscribe(SettleQuarantineRelease.class.getName(), message -> {
            told.add((SettleQuarantineRelease) message.getPayload());
            places.add(String.valueOf(message.getMetaData().get(Metadata.SITE)));
            return null;
        });
        return new WhenReleasedThenReadAgain(
                ingress.jdbc,
                new JdbcTransactionManager(ingress.database),
                reading(),
                (message, release) -> settled.contains(release),
                ingress.commands,
                clock,
                ingress.figures);
    }

    private SecondReading reading() {
        return new SecondReading(ingress.contracts, new TelemetryStore(ingress.jdbc), ingress.settings);
    }

    @Test
    void theMessagesOfADeviceThatWasRegisteredLaterAreStoredAsOfTheirArrival() {
        arrived(telemetryTopic("late"), temperature("b1", 0, 20, AT));
        assertThat(objection()).isEqualTo("UNKNOWN_DEVICE");

        clock.advance(Duration.ofHours(1));
        ingress.projection.on(TestFleet.registered("late"));
        arrived(telemetryTopic("late"), temperature("b1", 1, 22, "2026-11-20T11:00:00Z"));
        Map<String, Object> lease = TestDatabase.OWNER.queryForMap("select * from ingress.lease");
        assertThat(TestDatabase.count("ingress.telemetry_gap")).isEqualTo(1);
        QuarantinedMessage message = kept.find(1).orElseThrow();
        assertThat(message.objection()).isNull();
        assertThat(TestDatabase.count("ingress.telemetry"))
                .as("looking stores nothing")
                .isEqualTo(1);

        clock.advance(Duration.ofHours(1));
        carryOut(released(1));

        assertThat(shown())
                .containsEntry("release_outcome", "TAKEN_IN")
                .containsEntry("release", 1)
                .containsEntry("release_position", POSITION)
                .containsEntry("settled_at", Timestamp.from(ARRIVAL.plus(Duration.ofHours(2))));
        assertThat(places).containsExactly("there");
        assertThat(TestDatabase.OWNER.queryForMap("select * from ingress.telemetry where seq = 0"))
                .containsEntry("received_at", Timestamp.from(ARRIVAL))
                .containsEntry("measured_at", Timestamp.from(Instant.parse(AT)))
                .containsEntry("value_number", 20.0)
                .containsEntry("unit", "°C");
        assertThat(TestDatabase.OWNER.queryForObject("select value_number from ingress.telemetry_latest", Double.class))
                .as("the newer one stays the latest")
                .isEqualTo(22.0);
        assertThat(TestDatabase.count("ingress.telemetry_gap")).isZero();
        assertThat(TestDatabase.OWNER.queryForMap("select * from ingress.lease"))
                .as("the device was not heard now")
                .isEqualTo(lease);
    }

    /** The range was wrong, and not the value: a version with a wider one, and the device moved to it, say so. */
    @Test
    void aValueThatWasOutOfRangeFitsTheVersionThatTheDeviceGoesByNow() {
        arrived(telemetryTopic("a"), temperature("b1", 0, 126, AT));
        assertThat(objection()).isEqualTo("OUT_OF_RANGE");
        ingress.projection.on(TestFleet.published(2, 200));
        assertThat(objection()).as("the device does not go by it yet").isEqualTo("OUT_OF_RANGE");

        ingress.projection.on(TestFleet.goesBy("a", 1, 2));

        assertThat(kept.find(1).orElseThrow().objection()).isNull();
        carryOut(released(1));
        assertThat(shown()).containsEntry("release_outcome", "TAKEN_IN");
        arrived(telemetryTopic("a"), temperature("b1", 1, 150, AT));
        assertThat(TestDatabase.OWNER.queryForList(
                        "select value_number from ingress.telemetry order by seq", Double.class))
                .containsExactly(126.0, 150.0);
        assertThat(TestDatabase.count("ingress.quarantine")).isEqualTo(1);
    }

    /** A crash after the values were stored, before the log was told. */
    @Test
    void whatIsStoredByThisReleaseAlreadyIsTakenIn() {
        aLateDevicesMessage();
        release.on(released(1), token(), METADATA);
        told.clear();
        assertThat(kept.find(1).orElseThrow().objection())
                .as("it is no other message")
                .isNull();

        carryOut(released(1));

        assertThat(told).extracting(SettleQuarantineRelease::outcome).containsExactly("TAKEN_IN");
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(1);
        assertThat(ingress.figures.stored.sum()).isEqualTo(1);
    }

    /** What the device has become since does not take its values out of the series. */
    @Test
    void whatIsStoredIsTakenInWhateverHasHappenedSince() {
        aLateDevicesMessage();
        release.on(released(1), token(), METADATA);
        told.clear();
        ingress.projection.on(TestFleet.retired("late"));
        assertThat(kept.find(1).orElseThrow().objection()).isNull();

        carryOut(released(1));

        assertThat(told).extracting(SettleQuarantineRelease::outcome).containsExactly("TAKEN_IN");
    }

    /** The log was told, and then the processor's transaction was taken back, or its place was lost. */
    @Test
    void whatTheLogSaysIsSettledIsNotDoneAgain() {
        aLateDevicesMessage();
        settled.add(1);
        carryOut(released(1));
        assertThat(told).isEmpty();
        assertThat(TestDatabase.count("ingress.telemetry")).isZero();
        assertThat(shown()).containsEntry("release", 1).containsEntry("release_outcome", null);

        release.on(settled(released(1), "DEVICE_ENDED"), clock.instant());
        assertThat(shown()).containsEntry("release_outcome", "DEVICE_ENDED");
        carryOut(released(2));
        assertThat(shown()).containsEntry("release", 2).containsEntry("release_outcome", "TAKEN_IN");
    }

    /** By SQL, between the decision and the reading: the log has not said so. */
    @Test
    void anOutcomeInTheTableIsNotBelieved() {
        aLateDevicesMessage();
        QuarantinedMessageReleased released = released(1);
        TestDatabase.OWNER.update(
                "update ingress.quarantine set release = 99, release_position = 3,"
                        + " release_outcome = 'TAKEN_IN', release_detail = 'forged', settled_at = now(), payload = ?",
                bytes(temperature("b1", 0, 19, AT)));
        carryOut(released);
        assertThat(told).extracting(SettleQuarantineRelease::outcome).containsExactly("CHANGED_SINCE");
        assertThat(shown())
                .containsEntry("release_outcome", "CHANGED_SINCE")
                .containsEntry("release_position", POSITION);
    }

    /** The processor's transaction holds many events: values of many devices in it could meet the intake's crosswise. */
    @Test
    void theValuesAreStoredInATransactionOfTheirOwn() {
        aLateDevicesMessage();
        TransactionTemplate processors = new TransactionTemplate(new JdbcTransactionManager(ingress.database));
        processors.executeWithoutResult(transaction -> {
            release.on(released(1), token(), METADATA);
            assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(1);
            transaction.setRollbackOnly();
        });
        assertThat(shown()).containsEntry("release", null);
        carryOut(released(1));
        assertThat(shown()).containsEntry("release_outcome", "TAKEN_IN");
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(1);
    }

    @Test
    void whileItIsUnderWayItIsShownWithoutAnOutcome() {
        aLateDevicesMessage();
        release.on(released(1), token(), METADATA);
        assertThat(shown())
                .containsEntry("release", 1)
                .containsEntry("release_position", POSITION)
                .containsEntry("release_outcome", null);
    }

    /** A rule of the database that nobody told us of: the next one may be stored, so the log goes on. */
    @Test
    void whatTheDatabaseRefusesIsNotStorable() {
        aLateDevicesMessage();
        TestDatabase.OWNER.execute("alter table ingress.telemetry add constraint antidote check (value_number <> 20)");
        try {
            carryOut(released(1));
        } finally {
            TestDatabase.OWNER.execute("alter table ingress.telemetry drop constraint antidote");
        }
        assertThat(shown()).containsEntry("release_outcome", "NOT_STORABLE");
        assertThat(TestDatabase.count("ingress.telemetry_message")).isZero();
        carryOut(released(2));
        assertThat(shown()).containsEntry("release", 2).containsEntry("release_outcome", "TAKEN_IN");
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        aLateDevicesMessage();
        QuarantinedMessageReleased released = released(1);
        ingress.database.away(true);
        assertThatThrownBy(() -> release.on(released, token(), METADATA)).isInstanceOf(DataAccessException.class);
        ingress.database.away(false);
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            OUT_OF_RANGE   | a      | {"boot":"b","seq":0,"at":"2026-11-20T10:00:00Z","values":[{"name":"temperature","value":126}]}
            UNKNOWN_NAME   | a      | {"boot":"b","seq":0,"at":"2026-11-20T10:00:00Z","values":[{"name":"colour","value":1}]}
            MALFORMED_JSON | a      | {"boot":
            BAD_TIME       | a      | {"boot":"b","seq":0,"at":"2026-11-22T10:00:00Z","values":[{"name":"count","value":1}]}
            DEVICE_ENDED   | ended  | {"boot":"b","seq":0,"at":"2026-11-20T10:00:00Z","values":[{"name":"count","value":1}]}
            UNKNOWN_DEVICE | nobody | {"boot":"b","seq":0,"at":"2026-11-20T10:00:00Z","values":[{"name":"count","value":1}]}
            """)
    void whatDidNotFitThenAndDoesNotNowIsObjectedTo(String code, String serialNumber, String payload) {
        arrived(telemetryTopic(serialNumber), payload);
        clock.advance(Duration.ofDays(7));
        assertThat(kept.find(1).orElseThrow().misfit()).isEqualTo(code);
        assertThat(objection()).as("by its arrival, not by now").isEqualTo(code);
        carryOut(released(1));
        assertThat(shown()).containsEntry("release_outcome", code);
        assertThat(TestDatabase.count("ingress.telemetry_message")).isZero();
    }

    @Test
    void whatTheTopicSaysCountsAgain() {
        arrived(telemetryTopic("a").replace("/acme/", "/other/"), temperature("b1", 0, 20, AT));
        assertThat(kept.find(1).orElseThrow().tenant()).isEqualTo(new TenantId("other"));
        assertThat(objection()).isEqualTo("WRONG_TENANT");
        arrived(presenceTopic("nobody"), "{\"state\":\"online\"}");
        assertThat(objectionTo(2)).isEqualTo("NOT_TELEMETRY");
        arrived(telemetryTopic("a").replace("acme", "ACME"), temperature("b1", 0, 20, AT));
        assertThat(kept.find(3)).as("it names no tenant").isEmpty();
        assertThat(kept.find(4)).isEmpty();
        arrived(telemetryTopic("a").replace("telemetry", "update"), "{}");
        assertThat(objectionTo(4)).as("a report is the device's to repeat").isEqualTo("NOT_TELEMETRY");
    }

    @Test
    void whatWasNotKeptWholeIsNotRead() {
        arrived(telemetryTopic("a"), temperature("b1", 0, 20, AT) + " ".repeat(70_000));
        assertThat(objection()).isEqualTo("TOO_LARGE");
    }

    /** The log may know a device before this node's contracts do. */
    @Test
    void aDeviceWhoseContractIsOnItsWayIsNotCalledUnknown() {
        arrived(telemetryTopic("late"), temperature("b1", 0, 20, AT));
        TestDatabase.OWNER.update(
                "insert into log.event values (7, ?, 0)", device("late").toString());
        assertThat(objection()).isEqualTo("CONTRACT_PENDING");
    }

    /** Another node has projected it; here the contract of a moment ago is in memory. */
    @Test
    void aReleaseGoesByTheContractOfThisMoment() {
        aLateDevicesMessage();
        assertThat(kept.find(1).orElseThrow().objection()).isNull();
        TestDatabase.OWNER.update("update ingress.device_contract set life_cycle = 'RETIRED'");
        assertThat(objection()).isEqualTo("DEVICE_ENDED");
    }

    @Test
    void aNumberThatTheDeviceHasUsedSinceStaysAsItIsStored() {
        arrived(telemetryTopic("a"), temperature("b1", 0, 126, AT));
        clock.advance(Duration.ofSeconds(1));
        arrived(telemetryTopic("a"), temperature("b1", 0, 26, AT));
        TestDatabase.OWNER.update("update ingress.quarantine set payload = ?", bytes(temperature("b1", 0, 125, AT)));
        assertThat(objection()).isEqualTo("STORED_BEFORE");
        carryOut(released(1));
        assertThat(shown()).containsEntry("release_outcome", "STORED_BEFORE");
        assertThat(TestDatabase.OWNER.queryForList("select value_number from ingress.telemetry", Double.class))
                .containsExactly(26.0);
    }

    @Test
    void otherBytesThanThoseReleasedAreNotRead() {
        aLateDevicesMessage();
        QuarantinedMessageReleased released = released(1);
        TestDatabase.OWNER.update("update ingress.quarantine set payload = ?", bytes(temperature("b1", 0, 19, AT)));
        carryOut(released);
        assertThat(shown()).containsEntry("release_outcome", "CHANGED_SINCE");
        assertThat(TestDatabase.count("ingress.telemetry")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "received_at = received_at - interval '1 hour'",
                "received_at = received_at + interval '1 microsecond'",
                "size = size - 1",
                "reason = 'OUT_OF_RANGE'",
                "topic = replace(topic, '/acme/', '/other/')",
                "topic = replace(topic, '/telemetry', '/presence')"
            })
    void whatWasChangedInTheTableIsNotTheMessageThatWasReleased(String change) {
        aLateDevicesMessage();
        QuarantinedMessageReleased released = released(1);
        TestDatabase.OWNER.update("update ingress.quarantine set " + change);
        carryOut(released);
        assertThat(shown()).containsEntry("release_outcome", "CHANGED_SINCE");
        assertThat(TestDatabase.count("ingress.telemetry")).isZero();
    }

    @Test
    void anotherDevicesSeriesTakesNothing() {
        aLateDevicesMessage();
        QuarantinedMessageReleased released = released(1);
        TestDatabase.OWNER.update("update ingress.quarantine set topic = ?", telemetryTopic("a"));
        carryOut(released);
        assertThat(shown()).containsEntry("release_outcome", "CHANGED_SINCE");
        assertThat(TestDatabase.count("ingress.telemetry")).isZero();
    }

    /** As after the database was restored without the ingress's tables. */
    @Test
    void whatIsNotThereAnyMoreHoldsNothingUp() {
        aLateDevicesMessage();
        QuarantinedMessageReleased released = released(1);
        TestDatabase.OWNER.update("delete from ingress.quarantine");
        carryOut(released);
        assertThat(told).extracting(SettleQuarantineRelease::outcome).containsExactly("NOT_KEPT");
    }

    @Test
    void aReleaseThatCameToNothingGivesWayToTheNext() {
        aLateDevicesMessage();
        ingress.projection.on(TestFleet.retired("late"));
        carryOut(released(1));
        assertThat(shown()).containsEntry("release", 1).containsEntry("release_outcome", "DEVICE_ENDED");
        TestDatabase.OWNER.update("update ingress.device_contract set life_cycle = 'ACTIVE'");
        clock.advance(Duration.ofMinutes(1));
        carryOut(released(2));
        assertThat(shown()).containsEntry("release", 2).containsEntry("release_outcome", "TAKEN_IN");
    }

    private void aLateDevicesMessage() {
        arrived(telemetryTopic("late"), temperature("b1", 0, 20, AT));
        ingress.projection.on(TestFleet.registered("late"));
    }

    private void arrived(String topic, String payload) {
        int before = ingress.acknowledged.get();
        ingress.arrives(topic, payload);
        await().until(() -> ingress.acknowledged.get() == before + 1);
    }

    private String objection() {
        return objectionTo(1);
    }

    private String objectionTo(long number) {
        Objection objection =
                Objects.requireNonNull(kept.find(number).orElseThrow().objection(), "an objection");
        assertThat(objection.detail()).isNotBlank();
        return objection.code();
    }

    /** As the command side makes it of what it finds. */
    private QuarantinedMessageReleased released(int release) {
        QuarantinedMessage found = kept.find(1).orElseThrow();
        return new QuarantinedMessageReleased(
                QuarantinedMessageId.of(ACME, 1),
                found.tenant(),
                found.device(),
                1,
                release,
                found.misfit(),
                found.receivedAt(),
                found.size(),
                found.sha256());
    }

    /** As the processor does, with the log in between. */
    private void carryOut(QuarantinedMessageReleased released) {
        int before = told.size();
        release.on(released, token(), METADATA);
        if (told.size() > before) {
            release.on(settled(released, told.getLast().outcome()), clock.instant());
        }
    }

    private static QuarantineReleaseSettled settled(QuarantinedMessageReleased released, String outcome) {
        return new QuarantineReleaseSettled(
                released.message(),
                released.tenant(),
                released.device(),
                released.number(),
                released.release(),
                outcome,
                "as it is");
    }

    private static TrackingToken token() {
        return new GlobalSequenceTrackingToken(POSITION);
    }

    private static Map<String, Object> shown() {
        List<Map<String, Object>> rows = TestDatabase.OWNER.queryForList("""
                select release, release_position, release_outcome, settled_at from ingress.quarantine where number = 1""");
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
