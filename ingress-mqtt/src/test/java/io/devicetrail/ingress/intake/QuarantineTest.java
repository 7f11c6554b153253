package io.devicetrail.ingress.intake;

import static io.devicetrail.ingress.TestFleet.device;
import static io.devicetrail.ingress.TestFleet.presenceTopic;
import static io.devicetrail.ingress.TestFleet.telemetryTopic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.ingress.Requirement;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row per reason, in order of precedence; the message is kept as it came. */
@Requirement({"Annex 11 s.5", "Annex 11 s.6"})
class QuarantineTest {
    private static final String A = telemetryTopic("a");
    private static IntakeFixture ingress;

    @BeforeAll
    static void start() {
        ingress = new IntakeFixture(Clock.systemUTC());
        TestFleet.register(ingress.projection, "a", "ended");
        ingress.projection.on(TestFleet.retired("ended"));
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                row("MALFORMED_TOPIC", A.replace("acme", "ACME"), values("\"temperature\",\"value\":1")),
                row("TOO_LARGE", A, " ".repeat(70_000)),
                row(
                        "TOO_LARGE",
                        A,
                        message(
                                "\"seq\":0",
                                "{\"name\":\"count\",\"value\":1},".repeat(1_000)
                                        + "{\"name\":\"count\",\"value\":1}")),
                row("MALFORMED_JSON", A, "21.4 degrees"),
                row("MALFORMED_JSON", A, "[]"),
                row("MALFORMED_JSON", A, ""),
                row("MALFORMED_JSON", A, "{} {}"),
                row("MALFORMED_JSON", A, "{\"boot\":\"b\",\"boot\":\"c\"}"),
                row("MALFORMED_JSON", A, values("\"temperature\",\"value\":NaN")),
                row("MALFORMED_JSON", A, "[".repeat(5_000)),
                row("NO_SEQUENCE", A, "{\"values\":[]}"),
                row("NO_SEQUENCE", A, "{\"boot\":\"b 1\",\"seq\":0,\"values\":[]}"),
                row("NO_SEQUENCE", A, message("\"seq\":-1", "")),
                row("NO_SEQUENCE", A, message("\"seq\":1.5", "")),
                row("NO_SEQUENCE", A, message("\"seq\":9007199254740992", "")),
                row("MALFORMED_MESSAGE", A, "{\"boot\":\"b\",\"seq\":0}"),
                row("MALFORMED_MESSAGE", A, message("\"seq\":0", "7")),
                row("MALFORMED_MESSAGE", A, message("\"seq\":0", "{\"value\":7}")),
                row("BAD_TIME", A, "{\"boot\":\"b\",\"seq\":0,\"values\":[{\"name\":\"count\",\"value\":1}]}"),
                row("BAD_TIME", A, values("\"count\",\"value\":1,\"at\":\"yesterday\"")),
                row("BAD_TIME", A, values("\"count\",\"value\":1,\"at\":\"2999-01-01T00:00:00Z\"")),
                row("BAD_TIME", A, values("\"count\",\"value\":1,\"at\":\"1969-01-01T00:00:00Z\"")),
                row("BAD_QUALITY", A, values("\"count\",\"value\":1,\"quality\":\"good\"")),
                row("UNKNOWN_DEVICE", telemetryTopic("nobody"), values("\"count\",\"value\":1")),
                row("UNKNOWN_DEVICE", presenceTopic("nobody"), "{\"state\":\"online\"}"),
                row("WRONG_TENANT", A.replace("/acme/", "/other/"), values("\"count\",\"value\":1")),
                row("DEVICE_ENDED", telemetryTopic("ended"), values("\"count\",\"value\":1")),
                row("UNKNOWN_NAME", A, values("\"pressure\",\"value\":1")),
                row("WRONG_TYPE", A, values("\"temperature\",\"value\":\"21\"")),
                row("WRONG_TYPE", A, values("\"temperature\",\"value\":1e999")),
                row("WRONG_TYPE", A, values("\"temperature\",\"value\":null")),
                row("WRONG_TYPE", A, values("\"count\",\"value\":1.5")),
                row("WRONG_TYPE", A, values("\"count\",\"value\":99999999999999999999")),
                row("WRONG_TYPE", A, values("\"label\",\"value\":{\"a\":1}")),
                row("WRONG_TYPE", A, values("\"label\",\"value\":\"a\\u0000b\"")),
                row("WRONG_TYPE", A, values("\"label\",\"value\":\"\\ud800\"")),
                row("OUT_OF_RANGE", A, values("\"temperature\",\"value\":125.1")),
                row("OUT_OF_RANGE", A, values("\"count\",\"value\":1},{\"name\":\"temperature\",\"value\":-41")),
                row("MALFORMED_MESSAGE", presenceTopic("a"), "{\"state\":\"away\"}"),
                row("UNKNOWN_ANSWER", ackTopic(), "{\"answer\":\"done\"}"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("misfits")
    void aMisfitIsKeptWithItsReasonAndNothingOfItIsStored(String reason, String topic, String payload) {
        long before = TestDatabase.count("ingress.quarantine");
        int acknowledged = ingress.acknowledged.get();

        ingress.arrives(topic, payload);
        await().until(() -> ingress.acknowledged.get() == acknowledged + 1);

        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> row =
                TestDatabase.OWNER.queryForMap("select * from ingress.quarantine order by number desc limit 1");
        assertThat(TestDatabase.count("ingress.quarantine")).isEqualTo(before + 1);
        assertThat(row)
                .containsEntry("reason", reason)
                .containsEntry("topic", topic)
                .containsEntry("size", bytes.length);
        assertThat((byte[]) row.get("payload"))
                .isEqualTo(java.util.Arrays.copyOf(bytes, Math.min(bytes.length, 65_536)));
        assertThat(TestDatabase.count("ingress.telemetry_message")).isZero();
        assertThat(TestDatabase.count("ingress.lease")).isZero();
    }

    private static String ackTopic() {
        return "dt/v1/acme/" + device("a") + "/ack/7c9e6679-7425-40de-944b-e07fc1f90ae7";
    }

    private static Arguments row(String reason, String topic, String payload) {
        return Arguments.of(reason, topic, payload);
    }

    private static String values(String nameAndMore) {
        return message("\"seq\":0", "{\"name\":" + nameAndMore + "}");
    }

    private static String message(String seq, String values) {
        return "{\"boot\":\"b1\"," + seq + ",\"at\":\"2026-11-20T10:00:00Z\",\"values\":[" + values + "]}";
    }
}
