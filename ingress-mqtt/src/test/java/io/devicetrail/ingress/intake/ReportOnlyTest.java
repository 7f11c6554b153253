package io.devicetrail.ingress.intake;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.MODEL;
import static io.devicetrail.ingress.TestFleet.goesBy;
import static io.devicetrail.ingress.TestFleet.stateTopic;
import static io.devicetrail.ingress.TestFleet.telemetryTopic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionEnforced;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionPublished;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionReportsOnly;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.ingress.Requirement;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of a device whose version only reports: colder, with a value of its own, and without the properties of before. */
@Requirement("Annex 11 s.5")
class ReportOnlyTest {
    private final IntakeFixture ingress = new IntakeFixture(Clock.systemUTC());
    private int said;

    @BeforeEach
    void versions() {
        TestFleet.register(ingress.projection, "a", "b");
        ingress.projection.on(new DeviceModelVersionPublished(
                MODEL,
                ACME,
                "Sensirion",
                "thermo",
                2,
                new ModelContract(
                        TestFleet.LEASE_SECONDS * 100,
                        List.of(
                                new TelemetryDefinition("temperature", ValueType.NUMBER, "°C", -40.0, 50.0),
                                new TelemetryDefinition("pressure", ValueType.NUMBER, "bar", null, null)),
                        List.of(),
                        List.of())));
        ingress.projection.on(new DeviceModelVersionReportsOnly(MODEL, 2, 1));
        ingress.projection.on(goesBy("a", 1, 2));
        ingress.projection.on(goesBy("b", 1, 2));
    }

    @AfterEach
    void close() {
        ingress.close();
    }

    @Test
    void whatTheFormerVersionTakesIsTakenAndCounted() {
        measures("a", "temperature", 60);
        measures("a", "temperature", 70);
        measures("b", "temperature", 61);
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(3);
        assertThat(TestDatabase.count("ingress.quarantine")).isZero();
        assertThat(findings("device_id = '" + TestFleet.device("a") + "'"))
                .containsExactly("TELEMETRY OUT_OF_RANGE 2 temperature is above its maximum 50.0");
        assertThat(findings("device_id = '" + TestFleet.device("b") + "'")).hasSize(1);
    }

    @Test
    void whatTheVersionItselfTakesIsTakenWithoutAWord() {
        measures("a", "temperature", 20);
        measures("a", "pressure", 3);
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(2);
        assertThat(findings("true")).isEmpty();
    }

    /** One value fits the one version alone, and the other the other. */
    @Test
    void eachValueOfAMessageIsHeldAgainstBoth() {
        says(telemetryTopic("a"), message("{'name':'pressure','value':3},{'name':'count','value':7}"));
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(2);
        assertThat(findings("true"))
                .containsExactly("TELEMETRY UNKNOWN_NAME 1 The model defines no telemetry named count");
    }

    @Test
    void whatNeitherTakesIsQuarantinedInTheWordsOfTheVersion() {
        measures("a", "temperature", 130);
        assertThat(TestDatabase.count("ingress.telemetry")).isZero();
        assertThat(TestDatabase.OWNER.queryForList("select detail from ingress.quarantine", String.class))
                .containsExactly("temperature is above its maximum 50.0");
        assertThat(findings("true")).isEmpty();
    }

    @Test
    void whatIsReportedGoesByTheFormerVersionToo() {
        says(
                stateTopic("a"),
                "{'boot':'b1','seq':1,'at':'2026-11-20T09:00:00Z','reported':{'battery':3}}".replace('\'', '"'));
        assertThat(TestDatabase.count("ingress.reported_property")).isEqualTo(1);
        assertThat(findings("true"))
                .containsExactly(
                        "REPORTED_PROPERTIES UNKNOWN_NAME 1 The model defines no reported property named battery");
    }

    @Test
    void onceItIsEnforcedItRefuses() {
        ingress.projection.on(new DeviceModelVersionEnforced(MODEL, 2, 1));
        measures("a", "temperature", 60);
        assertThat(TestDatabase.count("ingress.telemetry")).isZero();
        assertThat(TestDatabase.count("ingress.quarantine")).isEqualTo(1);
        assertThat(findings("true")).isEmpty();
    }

    /** Nobody is silent by the new heartbeat only, nor heard for longer. */
    @Test
    void theLeaseIsThatOfTheFormerVersion() {
        measures("a", "temperature", 20);
        assertThat(TestDatabase.OWNER.queryForObject("select lease_seconds from ingress.lease", Integer.class))
                .isEqualTo(TestFleet.LEASE_SECONDS);
    }

    private void measures(String device, String name, double value) {
        says(telemetryTopic(device), message("{'name':'" + name + "','value':" + value + "}"));
    }

    private String message(String values) {
        return ("{'boot':'b1','seq':" + said++ + ",'at':'2026-11-20T10:00:00Z','values':[" + values + "]}")
                .replace('\'', '"');
    }

    private void says(String topic, String json) {
        int before = ingress.acknowledged.get();
        ingress.arrives(topic, json);
        await().until(() -> ingress.acknowledged.get() > before);
    }

    private static List<String> findings(String where) {
        return TestDatabase.OWNER.queryForList(
                "select subject || ' ' || code || ' ' || messages || ' ' || detail from ingress.model_version_finding where "
                        + where + " order by last_at",
                String.class);
    }
}
