package io.devicetrail.ingress.intake;

import static io.devicetrail.ingress.TestFleet.device;
import static io.devicetrail.ingress.TestFleet.telemetryTopic;
import static io.devicetrail.ingress.TestFleet.temperature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.ingress.MovedClock;
import io.devicetrail.ingress.Requirement;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeWriterTest {
    private static final String AT = "2026-11-20T10:00:00.123456Z";
    private IntakeFixture ingress;

    @BeforeEach
    void start() {
        ingress = new IntakeFixture(Clock.systemUTC());
        TestFleet.register(ingress.projection, "a", "b");
    }

    @AfterEach
    void stop() {
        ingress.close();
    }

    private void settled(int messages) {
        await().untilAsserted(() -> assertThat(ingress.acknowledged).hasValue(messages));
    }

    @Test
    void aMessageIsStoredWithItsOwnTimeQualityAndType() {
        ingress.arrives(telemetryTopic("a"), """
                {"boot":"b1","seq":0,"at":"%s","more":1,"values":[
                  {"name":"temperature","value":21.5},
                  {"name":"temperature","value":null,"quality":"BAD","at":"2026-11-20T10:00:01+01:00"},
                  {"name":"temperature","value":9999,"quality":"BAD"},
                  {"name":"count","value":9007199254740993,"quality":"UNCERTAIN"},
                  {"name":"open","value":true},
                  {"name":"label","value":"Übergang"}]}""".formatted(AT));
        settled(1);

        List<String> rows = TestDatabase.OWNER.queryForList("""
                select position || ' ' || name || ' ' || to_char(measured_at at time zone 'UTC', 'HH24:MI:SS.US') || ' '
                       || coalesce(value_number::numeric::text, '-') || ' ' || coalesce(value_json::text, '-') || ' ' || quality
                       || ' ' || coalesce(unit, '-')
                  from ingress.telemetry order by position""", String.class);
        assertThat(rows)
                .containsExactly(
                        "0 temperature 10:00:00.123456 21.5 21.5 GOOD °C",
                        "1 temperature 09:00:01.000000 - - BAD °C",
                        "2 temperature 10:00:00.123456 9999 9999 BAD °C",
                        "3 count 10:00:00.123456 9007199254740990 9007199254740993 UNCERTAIN -",
                        "4 open 10:00:00.123456 - true GOOD -",
                        "5 label 10:00:00.123456 - \"Übergang\" GOOD -");
        assertThat(TestDatabase.count("ingress.telemetry_default")).isZero();
    }

    @Test
    @Requirement("Annex 11 s.5")
    void duplicatesAreDroppedAndGapsAreWhatIsMissingWhateverTheOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> messages = new ArrayList<>();
        Map<String, TreeSet<Long>> sent = Map.of("b1", new TreeSet<>(), "b2", new TreeSet<>());
        for (int i = 0; i < 3_000; i++) {
            String boot = random.nextBoolean() ? "b1" : "b2";
            long seq = random.nextInt(1_500);
            Objects.requireNonNull(sent.get(boot)).add(seq);
            messages.add(temperature(boot, seq, seq % 100, AT));
        }
        Collections.shuffle(messages, random);
        messages.forEach(message -> ingress.arrives(telemetryTopic("a"), message));
        settled(messages.size());

        sent.forEach((boot, numbers) -> {
            TreeSet<Long> missing = new TreeSet<>();
            for (long number = 0; number < numbers.last(); number++) {
                if (!numbers.contains(number)) {
                    missing.add(number);
                }
            }
            assertThat(TestDatabase.OWNER.queryForList("""
                    select generate_series(from_seq, to_seq) from ingress.telemetry_gap where boot = ? order by 1""", Long.class, boot))
                    .as("missing of %s, seed %d", boot, seed)
                    .containsExactlyElementsOf(missing);
            assertThat(TestDatabase.OWNER.queryForList(
                            "select seq from ingress.telemetry where boot = ? order by 1", Long.class, boot))
                    .as("stored of %s, seed %d", boot, seed)
                    .containsExactlyElementsOf(numbers);
        });
        assertThat(ingress.figures.duplicate.sum() + ingress.figures.stored.sum())
                .isEqualTo(messages.size());
    }

    @Test
    void theLatestValueDoesNotDependOnTheOrderOfArrival() {
        List<String> messages = List.of(
                temperature("b1", 0, 1, "2026-11-20T10:00:00Z"),
                temperature("b1", 1, 2, "2026-11-20T10:00:09Z"),
                temperature("b1", 2, 3, "2026-11-20T10:00:09Z"),
                temperature("b2", 0, 4, "2026-11-20T10:00:05Z"));
        List<List<String>> orders = List.of(messages, messages.reversed());
        int settled = 0;
        for (int i = 0; i < 2; i++) {
            String serialNumber = i == 0 ? "a" : "b";
            for (String message : orders.get(i)) {
                ingress.arrives(telemetryTopic(serialNumber), message);
                settled(++settled);
            }
        }
        assertThat(TestDatabase.OWNER.queryForList("select value_number from ingress.telemetry_latest", Double.class))
                .containsExactly(3.0, 3.0);
    }

    @Test
    void nothingIsAcknowledgedBeforeTheCommit() throws Exception {
        try (Connection holder = TestDatabase.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table ingress.telemetry_stream in exclusive mode");
            ingress.arrives(telemetryTopic("a"), temperature("b1", 0, 20, AT));
            // The writer is inside its transaction, held up at its last telemetry statement.
            await().untilAsserted(() -> assertThat(TestDatabase.OWNER.queryForObject(
                            "select count(*) from pg_locks where not granted", Long.class))
                    .isEqualTo(1));
            assertThat(ingress.acknowledged).hasValue(0);
            assertThat(TestDatabase.count("ingress.telemetry")).isZero();
            holder.rollback();
        }
        settled(1);
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(1);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsAcknowledgedAndThenAllIsStoredOnce() {
        ingress.database.away(true);
        for (int seq = 0; seq < 50; seq++) {
            ingress.arrives(telemetryTopic("a"), temperature("b1", seq, 20, AT));
        }
        await().until(() -> ingress.figures.retried.sum() >= 2);
        assertThat(ingress.acknowledged).hasValue(0);

        ingress.database.away(false);
        settled(50);
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(50);
        assertThat(TestDatabase.count("ingress.telemetry_gap")).isZero();
    }

    @Test
    void aFaultOfTheWritersOwnGivesTheMessagesBackAndTheWriterGoesOn() {
        ingress.close();
        AtomicBoolean faulty = new AtomicBoolean();
        ingress = new IntakeFixture(new FaultyClock(faulty));
        TestFleet.register(ingress.projection, "a");
        faulty.set(true);
        ingress.arrives(telemetryTopic("a"), temperature("b1", 0, 20, AT));

        await().until(() -> ingress.givenBack.get() == 1);
        assertThat(ingress.acknowledged).hasValue(0);
        ingress.arrives(telemetryTopic("a"), temperature("b1", 0, 20, AT));
        settled(1);
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(1);
    }

    /** Fails once in the writer's own thread. */
    private static final class FaultyClock extends Clock {
        private final AtomicBoolean faulty;

        FaultyClock(AtomicBoolean faulty) {
            this.faulty = faulty;
        }

        @Override
        public Instant instant() {
            if (Thread.currentThread().getName().startsWith("ingress-writer") && faulty.getAndSet(false)) {
                throw new IllegalStateException("a fault of a test");
            }
            return Instant.parse(AT);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void aMessageThatTheDatabaseRefusesGoesToQuarantineAndHoldsUpNobody() {
        // A refusal that no check of ours foresees.
        TestDatabase.OWNER.execute(
                "alter table ingress.telemetry add constraint unforeseen check (value_number <> 13 or value_number is null)");
        try {
            for (int seq = 0; seq < 20; seq++) {
                ingress.arrives(telemetryTopic("a"), temperature("b1", seq, seq, AT));
            }
            settled(20);
        } finally {
            TestDatabase.OWNER.execute("alter table ingress.telemetry drop constraint unforeseen");
        }
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(19);
        assertThat(TestDatabase.OWNER.queryForList("select reason from ingress.quarantine", String.class))
                .containsExactly("NOT_STORABLE");
    }

    @Test
    void aDeviceThatIsInTheLogIsWaitedFor() {
        TestDatabase.OWNER.update(
                "insert into log.event values (0, ?, 0)", device("late").toString());
        ingress.arrives(telemetryTopic("late"), temperature("b1", 0, 20, AT));
        ingress.arrives(telemetryTopic("a"), temperature("b1", 0, 20, AT));
        // The other device's message is not held up; the late one's is neither stored nor refused.
        settled(1);
        assertThat(TestDatabase.count("ingress.quarantine")).isZero();

        ingress.projection.on(TestFleet.registered("late"));
        settled(2);
        assertThat(TestDatabase.count("ingress.telemetry")).isEqualTo(2);
    }

    @Test
    void aDeviceThatStaysUnprojectedIsQuarantinedInTheEnd() {
        MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
        ingress.close();
        ingress = new IntakeFixture(clock);
        TestDatabase.OWNER.update(
                "insert into log.event values (0, ?, 0)", device("late").toString());
        ingress.arrives(telemetryTopic("late"), temperature("b1", 0, 20, AT));
        clock.advance(ingress.settings.contractWait());
        settled(1);
        assertThat(TestDatabase.OWNER.queryForList("select reason from ingress.quarantine", String.class))
                .containsExactly("CONTRACT_PENDING");
    }
}
