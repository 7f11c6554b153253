package io.devicetrail.ingress.rollout;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.intake.IntakeFixture;
import io.devicetrail.ingress.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reports as they arrive from the broker, up to a run that decides by the domain's rules. */
class ReportLanesTest {
    private final IntakeFixture ingress = new IntakeFixture(Clock.systemUTC());
    private final RunsInLog runs = ingress.rollouts;

    @AfterEach
    void close() {
        ingress.close();
    }

    /** The lane is busy with one report while the others come: they are one command, but for the one that does not fit. */
    @Test
    void whateverWaitsOfARunIsOneCommandAndAMisfitCostsNoneOfTheOthers() throws Exception {
        String[] serials =
                IntStream.range(0, 500).mapToObj(number -> "d" + number).toArray(String[]::new);
        TestFleet.register(ingress.projection, serials);
        RolloutRunId run = offered(serials);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1);
        runs.meanwhile = command -> {
            begun.countDown();
            awaitOpen(all);
        };
        says("d0", run, "downloading", null);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        for (int number = 1; number < 500; number++) {
            if (number == 250) {
                says("nobody", run, "verified", "\"2.1.0\"");
            }
            says("d" + number, run, "verified", "\"2.1.0\"");
        }
        all.countDown();

        await().until(() -> ingress.acknowledged.get() == 501);
        assertThat(runs.commands)
                .extracting(
                        command -> ((RecordRolloutReports) command).reports().size())
                .containsExactly(1, 499);
        assertThat(runs.tenants).containsOnly("acme");
        assertThat(runs.events(RolloutReported.class))
                .extracting(event -> event.devices().size())
                .containsExactly(1, 499);
        assertThat(quarantined()).containsExactly("UNKNOWN_DEVICE");
        assertThat(ingress.figures.reportsRecorded.sum()).isEqualTo(500);
        says("d0", run, "verified", "\"2.1.0\"");
        await().until(() -> !runs.events(RolloutCompleted.class).isEmpty());
        assertThat(runs.state(run, device("d499"))).isEqualTo(RolloutDeviceState.VERIFIED);
    }

    @Test
    void whatDoesNotFitIsInQuarantineWithItsReason() {
        TestFleet.register(ingress.projection, "a", "b");
        RolloutRunId run = offered("a");
        RolloutRunId theirs = runs.started(new TenantId("rival"), List.of(device("a")));
        runs.offered(theirs, 1);
        RolloutRunId nothing = new RolloutRunId(UUID.randomUUID());

        says("a", theirs, "verified", "\"2.1.0\"");
        says("a", nothing, "verified", "\"2.1.0\"");
        says("b", run, "verified", "\"2.1.0\"");
        says("nobody", run, "verified", "\"2.1.0\"");
        says("a", run, "done", null);
        ingress.arrives("dt/v1/rival/" + device("a") + "/update", report(theirs, 1, "verified", "\"2.1.0\""));
        ingress.arrives("dt/v1/acme/" + device("a") + "/update", "{");

        await().until(() -> ingress.acknowledged.get() == 7);
        assertThat(quarantined())
                .containsExactlyInAnyOrder(
                        "ROLLOUT_UNKNOWN",
                        "ROLLOUT_UNKNOWN",
                        "DEVICE_NOT_IN_ROLLOUT",
                        "UNKNOWN_DEVICE",
                        "UNKNOWN_ANSWER",
                        "WRONG_TENANT",
                        "MALFORMED_JSON");
        assertThat(TestDatabase.OWNER.queryForList(
                        "select detail from ingress.quarantine where reason = 'ROLLOUT_UNKNOWN'", String.class))
                .as("whether there is none or it is another tenant's")
                .containsExactlyInAnyOrder(
                        "There is no rollout " + theirs + ".", "There is no rollout " + nothing + ".");
        assertThat(runs.events(RolloutReported.class)).isEmpty();
        assertThat(runs.commands)
                .extracting(command -> command.run())
                .as("not even asked")
                .doesNotContain(theirs);
    }

    @Test
    void whatSaysNothingNewIsAcknowledgedAndCounted() {
        TestFleet.register(ingress.projection, "a");
        RolloutRunId run = offered("a");
        says("a", run, "installed", "\"2.0.0\"");
        says("a", run, "installed", "\"2.0.0\"");
        says("a", run, "downloading", "\"2.0.0\"");
        ingress.arrives(topic("a"), report(run, 2, "failed", null));

        await().until(() -> ingress.acknowledged.get() == 4);
        assertThat(runs.events(RolloutReported.class)).hasSize(1);
        assertThat(quarantined()).isEmpty();
        assertThat(ingress.figures.reportsRecorded.sum()).isEqualTo(1);
        assertThat(ingress.figures.reportsUnchanged.sum()).isEqualTo(3);
        assertThat(TestDatabase.OWNER.queryForObject("select last_activity from ingress.lease", String.class))
                .isEqualTo("update");
    }

    @Test
    void nothingIsAcknowledgedWhileTheLogIsAwayAndNothingIsOvertaken() {
        TestFleet.register(ingress.projection, "a", "b");
        RolloutRunId run = offered("a", "b");
        AtomicInteger failures = new AtomicInteger(3);
        runs.meanwhile = command -> {
            if (failures.getAndDecrement() > 0) {
                assertThat(ingress.acknowledged).hasValue(0);
                throw away();
            }
        };
        for (String state : List.of("downloading", "installed", "verified")) {
            says("a", run, state, "\"2.1.0\"");
            says("b", run, state, "\"2.1.0\"");
        }
        await().until(() -> ingress.acknowledged.get() == 6);
        assertThat(said(device("a")))
                .containsExactly(
                        RolloutDeviceState.DOWNLOADING, RolloutDeviceState.INSTALLED, RolloutDeviceState.VERIFIED);
        assertThat(ingress.givenBack).hasValue(0);
    }

    static Stream<RuntimeException> notTheirs() {
        return Stream.of(away(), new ConcurrencyException("another command came first"));
    }

    /** Another report comes meanwhile: it must not overtake those that wait, wherever the trouble ends. */
    @ParameterizedTest
    @MethodSource("notTheirs")
    void theOrderIsKeptThroughWhateverIsNotTheReportsFault(RuntimeException fault) {
        int[] lengths = {1, ReportLane.TRIES - 1, ReportLane.TRIES, ReportLane.TRIES + 1, 3 * ReportLane.TRIES};
        for (int failing : lengths) {
            String serial = "a" + failing;
            TestFleet.register(ingress.projection, serial);
            RolloutRunId run = offered(serial);
            AtomicInteger tries = new AtomicInteger();
            try (Impatient lanes = new Impatient()) {
                runs.meanwhile = command -> {
                    int tried = tries.incrementAndGet();
                    if (tried == 1) {
                        lanes.offer(serial, run, RolloutDeviceState.VERIFIED);
                    }
                    if (tried <= failing) {
                        throw fault;
                    }
                };
                lanes.offer(serial, run, RolloutDeviceState.DOWNLOADING);
                lanes.offer(serial, run, RolloutDeviceState.INSTALLED);
                lanes.lanes.start();
                await().until(() -> lanes.acknowledged.size() == 3);
            }
            assertThat(said(device(serial)))
                    .as("after %d failures", failing)
                    .containsExactly(
                            RolloutDeviceState.DOWNLOADING, RolloutDeviceState.INSTALLED, RolloutDeviceState.VERIFIED);
        }
    }

    @Test
    void oneReportThatTheLogNeverTakesIsInQuarantineAndCostsNoneOfTheOthers() {
        String[] serials =
                IntStream.range(0, 40).mapToObj(number -> "d" + number).toArray(String[]::new);
        TestFleet.register(ingress.projection, serials);
        RolloutRunId run = offered(serials);
        AtomicInteger tries = new AtomicInteger();
        runs.meanwhile = command -> {
            if (isAbout(command, "d17")) {
                tries.incrementAndGet();
                throw new IllegalStateException("a fault of its own");
            }
        };
        try (Impatient lanes = new Impatient()) {
            for (String serial : serials) {
                lanes.offer(serial, run, RolloutDeviceState.INSTALLED);
            }
            lanes.lanes.start();
            await().until(() -> lanes.acknowledged.size() == 40);
            assertThat(lanes.givenBack).isEmpty();
        }
        assertThat(quarantined()).containsExactly("NOT_STORABLE");
        assertThat(TestDatabase.OWNER.queryForObject("select detail from ingress.quarantine", String.class))
                .contains("a fault of its own");
        assertThat(said(device("d17"))).isEmpty();
        assertThat(said(device("d16"))).containsExactly(RolloutDeviceState.INSTALLED);
        assertThat(tries).as("not before it had its chances").hasValueGreaterThanOrEqualTo(ReportLane.TRIES);
    }

    /** The log is away for a moment while one bad report is looked for: what came after it does not go first. */
    @Test
    void theOrderIsKeptWhileABadReportIsLookedFor() {
        TestFleet.register(ingress.projection, "a", "bad");
        RolloutRunId run = offered("a", "bad");
        AtomicInteger away = new AtomicInteger(1);
        runs.meanwhile = command -> {
            if (isAbout(command, "bad")) {
                throw new IllegalStateException("a fault of its own");
            }
            if (away.getAndDecrement() > 0) {
                throw away();
            }
        };
        try (Impatient lanes = new Impatient()) {
            lanes.offer("a", run, RolloutDeviceState.DOWNLOADING);
            lanes.offer("a", run, RolloutDeviceState.INSTALLED);
            lanes.offer("bad", run, RolloutDeviceState.INSTALLED);
            lanes.offer("a", run, RolloutDeviceState.VERIFIED);
            lanes.lanes.start();
            await().until(() -> lanes.acknowledged.size() == 4);
        }
        assertThat(said(device("a")))
                .containsExactly(
                        RolloutDeviceState.DOWNLOADING, RolloutDeviceState.INSTALLED, RolloutDeviceState.VERIFIED);
        assertThat(quarantined()).containsExactly("NOT_STORABLE");
    }

    /** Both in one lane. */
    @Test
    void aRunThatTheLogDoesNotTakeHoldsUpNoOther() {
        TestFleet.register(ingress.projection, "a", "b", "c");
        RolloutRunId bad = offered("a", "b");
        RolloutRunId good = offered("c");
        AtomicReference<RuntimeException> fault = new AtomicReference<>(away());
        runs.meanwhile = command -> {
            if (command.run().equals(bad)) {
                throw fault.get();
            }
        };
        try (Impatient lanes = new Impatient()) {
            lanes.offer("a", bad, RolloutDeviceState.INSTALLED);
            lanes.offer("b", bad, RolloutDeviceState.INSTALLED);
            lanes.offer("c", good, RolloutDeviceState.INSTALLED);
            lanes.lanes.start();
            await().until(() -> lanes.acknowledged.contains("c"));
            lanes.offer("c", good, RolloutDeviceState.VERIFIED);
            await().until(() -> lanes.acknowledged.size() == 2);
            assertThat(lanes.acknowledged).containsExactly("c", "c");
            assertThat(quarantined()).isEmpty();

            fault.set(new IllegalStateException("the log holds an event of it that this version does not know"));
            await().until(() -> lanes.acknowledged.size() == 4);
            assertThat(quarantined()).containsExactly("NOT_STORABLE", "NOT_STORABLE");
        }
    }

    @Test
    void noCommandHasMoreReportsThanItTakes() {
        TestFleet.register(ingress.projection, "a");
        RolloutRunId run = offered("a");
        try (Impatient lanes = new Impatient(400)) {
            for (int i = 0; i < 700; i++) {
                lanes.offer("a", run, RolloutDeviceState.DOWNLOADING);
            }
            lanes.lanes.start();
            await().until(() -> lanes.acknowledged.size() == 700);
        }
        assertThat(runs.commands)
                .extracting(
                        command -> ((RecordRolloutReports) command).reports().size())
                .containsExactly(500, 200);
    }

    @Test
    void aLaneThatIsFullTakesNoMore() {
        TestFleet.register(ingress.projection, "a");
        RolloutRunId run = offered("a");
        try (Impatient lanes = new Impatient()) {
            for (int i = 0; i < lanes.capacity; i++) {
                assertThat(lanes.offer("a", run, RolloutDeviceState.DOWNLOADING))
                        .isTrue();
            }
            assertThat(lanes.offer("a", run, RolloutDeviceState.DOWNLOADING)).isFalse();
        }
    }

    /** Registered a moment ago: the log knows it, its contract comes with the projection. */
    @Test
    void aReportWaitsForItsDevicesContract() {
        RolloutRunId run = offered("late");
        TestDatabase.OWNER.update(
                "insert into log.event (index, aggregate_id, sequence) values (0, ?, 0)",
                device("late").toString());
        says("late", run, "downloading", null);
        says("late", run, "installed", null);
        await().during(Duration.ofMillis(300)).until(() -> ingress.acknowledged.get() == 0);
        TestFleet.register(ingress.projection, "late");
        await().until(() -> ingress.acknowledged.get() == 2);
        assertThat(said(device("late"))).containsExactly(RolloutDeviceState.DOWNLOADING, RolloutDeviceState.INSTALLED);
    }

    /** Lanes of one thread that hardly pause, apart from those of the fixture. */
    private final class Impatient implements AutoCloseable {
        final int capacity;
        final List<String> acknowledged = new CopyOnWriteArrayList<>();
        final List<String> givenBack = new CopyOnWriteArrayList<>();
        final ReportLanes lanes;

        Impatient() {
            this(30);
        }

        Impatient(int receiveMaximum) {
            IngressSettings settings = IntakeFixture.settings(
                    "report-lanes", "1", "clients", "1", "receive-maximum", String.valueOf(receiveMaximum));
            capacity = settings.laneCapacity();
            lanes = new ReportLanes(
                    new ReportRecording(
                            ingress.contracts,
                            ingress.commands,
                            runs,
                            ingress.figures,
                            ingress.settings.contractWait(),
                            Clock.systemUTC()),
                    ingress.writer,
                    settings,
                    Duration.ofMillis(1),
                    Duration.ofMillis(2));
        }

        boolean offer(String serial, RolloutRunId run, RolloutDeviceState says) {
            return lanes.offer(
                    new Topic.Update(ACME, device(serial)),
                    new ReportMessage(run, 1, says, RunsInLog.VERSION, null),
                    new Delivery(
                            "update",
                            new byte[0],
                            0,
                            Instant.EPOCH,
                            () -> acknowledged.add(serial),
                            () -> givenBack.add(serial)));
        }

        @Override
        public void close() {
            lanes.stop();
        }
    }

    private RolloutRunId offered(String... serials) {
        RolloutRunId run = runs.started(
                ACME, List.of(serials).stream().map(TestFleet::device).toList());
        assertThat(runs.offered(run, 1).stream()
                        .mapToInt(event -> event.devices().size())
                        .sum())
                .isEqualTo(serials.length);
        return run;
    }

    private static RuntimeException away() {
        return new EventStoreException("The log cannot be read", new SQLTransientConnectionException("away", "08001"));
    }

    private static boolean isAbout(RolloutRunCommand command, String serial) {
        return ((RecordRolloutReports) command)
                .reports().stream().map(DeviceReport::device).anyMatch(device(serial)::equals);
    }

    private List<RolloutDeviceState> said(DeviceId device) {
        return runs.events(RolloutReported.class).stream()
                .flatMap(event -> event.devices().stream())
                .filter(report -> report.device().equals(device))
                .map(report -> report.said())
                .toList();
    }

    private void says(String serial, RolloutRunId run, String state, @Nullable String version) {
        ingress.arrives(topic(serial), report(run, 1, state, version));
    }

    private static byte[] report(RolloutRunId run, int attempt, String state, @Nullable String version) {
        return """
                {"rollout":"%s","attempt":%d,"state":"%s","version":%s,"code":null,"progress":0}""".formatted(run, attempt, state, version).getBytes(StandardCharsets.UTF_8);
    }

    private static String topic(String serial) {
        return "dt/v1/acme/" + device(serial) + "/update";
    }

    private static List<String> quarantined() {
        return TestDatabase.OWNER.queryForList("select reason from ingress.quarantine", String.class);
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
