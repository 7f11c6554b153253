package io.devicetrail.ingress.twin;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.device;
import static io.devicetrail.ingress.TestFleet.stateTopic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.twin.DesiredAnswer;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.domain.twin.TwinCommand.AuditedValue;
import io.devicetrail.domain.twin.TwinCommand.RecordReport;
import io.devicetrail.domain.twin.TwinId;
import io.devicetrail.domain.twin.TwinRejection.DesiredVersionUnknown;
import io.devicetrail.ingress.MovedClock;
import io.devicetrail.ingress.Requirement;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.intake.IntakeFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What devices report, from the message to the log and the table. */
class StateTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final int VERSION = 3;

    private final IntakeFixture ingress = new IntakeFixture(new MovedClock(NOW));
    private final List<RecordReport> logged = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> callers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean logAway = new AtomicBoolean();

    @BeforeEach
    void start() {
        TestFleet.register(ingress.projection, "a");
        ingress.bus.subscribe(RecordReport.class.getName(), message -> {
            if (logAway.get()) {
                throw new IllegalStateException("the log is away");
            }
            RecordReport report = (RecordReport) message.getPayload();
            if (report.answer() != null && report.answer().version() > VERSION) {
                throw new CommandExecutionException(
                        "refused",
                        null,
                        new DesiredVersionUnknown(report.answer().version(), VERSION));
            }
            logged.add(report);
            callers.add(message.getMetaData());
            return VERSION;
        });
    }

    @AfterEach
    void close() {
        ingress.close();
    }

    private void says(String json) {
        int before = ingress.acknowledged.get();
        ingress.arrives(stateTopic("a"), json.replace('\'', '"'));
        await().until(() -> ingress.acknowledged.get() > before);
    }

    private static RecordReport report(
            String boot, long seq, String at, Map<String, AuditedValue> audited, @Nullable DesiredAnswer answer) {
        return new RecordReport(
                TwinId.of(device("a")),
                ACME,
                device("a"),
                new ReportStamp(boot, seq, Instant.parse(at)),
                new TreeMap<>(audited),
                answer);
    }

    private static List<String> rows() {
        return TestDatabase.OWNER.queryForList("""
                select name || '=' || coalesce(value::text, 'null') || ' ' || coalesce(unit, '-') || ' ' || boot || '/' || seq
                  from ingress.reported_property order by name""", String.class);
    }

    /** The device itself is the actor of what goes to the log. */
    @Test
    @Requirement("11.10(e)")
    void onlyWhatIsAuditedGoesToTheLogAndAllOfItToTheTable() {
        says(
                "{'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','reported':{'sealed':true,'battery':3,'firmware':'2.1'}}");

        assertThat(logged)
                .containsExactly(report(
                        "b1",
                        1,
                        "2026-11-20T09:00:00Z",
                        Map.of("sealed", new AuditedValue(true, null), "firmware", new AuditedValue("2.1", null)),
                        null));
        assertThat(callers.getFirst())
                .containsEntry(Metadata.ACTOR_TYPE, "DEVICE")
                .containsEntry(Metadata.ACTOR_ID, device("a").toString())
                .containsEntry(Metadata.TENANT, "acme");
        assertThat(rows()).containsExactly("battery=3.0 V b1/1", "firmware=\"2.1\" - b1/1", "sealed=true - b1/1");

        says("{'boot':'b1','seq':2,'at':'2026-11-20T09:01:00Z','reported':{'battery':2.9}}");
        assertThat(logged).as("nothing of it is audited").hasSize(1);
        assertThat(rows()).contains("battery=2.9 V b1/2");
        assertThat(TestDatabase.OWNER.queryForObject("select last_activity from ingress.lease", String.class))
                .isEqualTo("state");
    }

    /** Also where the newer word repeated the older one, of which the log has no event. */
    @Test
    void anOlderWordChangesNeitherLogNorTable() {
        says("{'boot':'b1','seq':5,'at':'2026-11-20T09:05:00Z','reported':{'sealed':true,'battery':3}}");
        says("{'boot':'b1','seq':7,'at':'2026-11-20T09:07:00Z','reported':{'sealed':true,'battery':3}}");
        logged.clear();

        says("{'boot':'b1','seq':6,'at':'2026-11-20T09:06:00Z','reported':{'sealed':false,'battery':2}}");
        says("{'boot':'b1','seq':7,'at':'2026-11-20T09:07:00Z','reported':{'sealed':false,'battery':2}}");
        says("{'boot':'b0','seq':9,'at':'2026-11-20T09:06:30Z','reported':{'sealed':false,'battery':2}}");

        assertThat(logged).isEmpty();
        assertThat(rows()).containsExactly("battery=3.0 V b1/7", "sealed=true - b1/7");

        says("{'boot':'b1','seq':6,'at':'2026-11-20T09:06:00Z','reported':{'firmware':'2.1'}}");
        assertThat(logged).as("of this the device has said nothing newer").hasSize(1);
        says("{'boot':'b2','seq':0,'at':'2026-11-20T09:08:00Z','reported':{'sealed':null}}");
        assertThat(logged.getLast().audited()).containsEntry("sealed", new AuditedValue(null, null));
        assertThat(rows()).contains("sealed=null - b2/0");
    }

    @Test
    void theDevicesWordOnWhatIsDesiredGoesToTheLog() {
        says("{'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','desiredVersion':3,'outcome':'applied'}");
        says("{'boot':'b1','seq':3,'at':'2026-11-20T09:02:00Z','desiredVersion':3,'outcome':'refused','code':'HOT',"
                + "'detail':'too hot'}");
        says("{'boot':'b1','seq':2,'at':'2026-11-20T09:01:00Z','desiredVersion':3,'outcome':'applied'}");

        assertThat(logged)
                .containsExactly(
                        report("b1", 1, "2026-11-20T09:00:00Z", Map.of(), new DesiredAnswer(3, true, null, null)),
                        report(
                                "b1",
                                3,
                                "2026-11-20T09:02:00Z",
                                Map.of(),
                                new DesiredAnswer(3, false, "HOT", "too hot")));
        assertThat(TestDatabase.count("ingress.desired_ask")).isZero();
    }

    /** It missed a change, and may have missed the message of it. */
    @Test
    void whoSpeaksOfAnOlderVersionIsToldAll() {
        says("{'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','desiredVersion':2,'outcome':'applied'}");
        assertThat(TestDatabase.count("ingress.desired_ask")).isEqualTo(1);
    }

    @Test
    @Requirement("Annex 11 s.5")
    void whatTheLogHasNotTakenIsNotAcknowledged() {
        logAway.set(true);
        ingress.arrives(
                stateTopic("a"),
                "{\"boot\":\"b1\",\"seq\":1,\"at\":\"2026-11-20T09:00:00Z\",\"reported\":{\"sealed\":true}}");
        await().during(Duration.ofMillis(400)).until(() -> ingress.acknowledged.get() == 0);
        assertThat(rows()).isEmpty();

        logAway.set(false);
        await().until(() -> ingress.acknowledged.get() == 1);
        assertThat(logged).hasSize(1);
        assertThat(rows()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MALFORMED_JSON    | {'boot':",
                "MALFORMED_MESSAGE | {'request':'all'}",
                "NO_SEQUENCE       | {'seq':1,'at':'2026-11-20T09:00:00Z','reported':{}}",
                "NO_SEQUENCE       | {'boot':'b1','seq':-1,'at':'2026-11-20T09:00:00Z','reported':{}}",
                "BAD_TIME          | {'boot':'b1','seq':1,'reported':{}}",
                "BAD_TIME          | {'boot':'b1','seq':1,'at':'2026-11-22T10:00:01Z','reported':{}}",
                "MALFORMED_MESSAGE | {'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z'}",
                "MALFORMED_MESSAGE | {'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','reported':[]}",
                "MALFORMED_MESSAGE | {'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','desiredVersion':0,'outcome':'applied'}",
                "UNKNOWN_ANSWER    | {'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','desiredVersion':1,'outcome':'done'}",
                "UNKNOWN_NAME      | {'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','reported':{'colour':1}}",
                "UNKNOWN_NAME      | {'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','reported':{'interval':1}}",
                "WRONG_TYPE        | {'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','reported':{'battery':4,'sealed':1}}",
                "WRONG_TYPE        | {'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','reported':{'firmware':{}}}",
                "DESIRED_VERSION_UNKNOWN | {'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','reported':{'battery':4},"
                        + "'desiredVersion':4,'outcome':'applied'}"
            },
            quoteCharacter = '#')
    void whatDoesNotFitIsKeptInQuarantineAndNothingOfItTaken(String code, String json) {
        says(json);

        assertThat(TestDatabase.OWNER.queryForList("select reason from ingress.quarantine", String.class))
                .containsExactly(code);
        assertThat(logged).isEmpty();
        assertThat(rows()).isEmpty();
    }

    @Test
    void aStrangersOrEndedDevicesStateIsQuarantined() {
        ingress.arrives(stateTopic("nobody"), "{\"request\":\"desired\"}");
        ingress.arrives(stateTopic("a").replace("acme", "rival"), "{\"request\":\"desired\"}");
        await().until(() -> ingress.acknowledged.get() == 2);
        ingress.projection.on(TestFleet.retired("a"));
        says("{'request':'desired'}");

        assertThat(TestDatabase.OWNER.queryForList("select reason from ingress.quarantine order by 1", String.class))
                .containsExactly("DEVICE_ENDED", "UNKNOWN_DEVICE", "WRONG_TENANT");
        assertThat(TestDatabase.count("ingress.desired_ask")).isZero();
    }
}
