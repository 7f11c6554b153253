package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.rolloutrun.decision.GivingUp;
import io.devicetrail.domain.rolloutrun.decision.Progress;
import io.devicetrail.domain.rolloutrun.decision.Reporting;
import io.devicetrail.domain.rolloutrun.decision.RolloutRun;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.tenant.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever happens to a rollout: the rows say of each device what the decisions are made on. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class RolloutsFollowTheDomainTest {
    private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
    private static final int MANY = 10_000;
    private static final int STEPS = 80;
    private static final int MOST_ROUNDS = 10;

    @Autowired
    LogOfTests log;

    @Autowired
    JdbcClient jdbc;

    private static final List<SiteId> SITES = IntStream.range(0, 4)
            .mapToObj(number -> SiteId.of(History.ACME, "site-" + number))
            .toList();

    private final List<Object> events = new ArrayList<>();
    private final Map<DeviceId, SiteId> sites = new HashMap<>();
    private RolloutRun run = new RolloutRun();
    private List<DeviceId> cohort;
    private RolloutRunId id;
    private long tick;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @RepeatedTest(40)
    void rowsAndDecisionsAreOfOneMind(RepetitionInfo repetition) {
        long seed = 20261123L + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        create(random.nextInt(1, 40), 6000, random.nextInt(4), random);
        happen(new RolloutRunEvent.RolloutStarted(id, History.ACME, PlanHistory.SIGNED, 1, "h", "h", "h", List.of()));
        for (int step = 0; step < STEPS; step++) {
            meddle(random);
        }
        log.tryOut(rollouts(), "acme", events, () -> assertRows("seed " + seed));
    }

    /** As all its device said stands again, with what it said then. */
    @Test
    void aDeviceThatFailedAndIsSkippedBeforeTheRetrysOfferIsFailedAsItWas() {
        create(2, 6000, 0, new Random(1));
        happen(new RolloutRunEvent.RolloutStarted(id, History.ACME, PlanHistory.SIGNED, 1, "h", "h", "h", List.of()));
        Progress.ticked(run, new OfferRollout(id, 1, 1, AT)).forEach(this::happen);
        DeviceId first = cohort.getFirst();
        Reporting.on(run, List.of(new DeviceReport(first, 1, RolloutDeviceState.REFUSED, "2.9", "E17", AT)), AT)
                .events()
                .forEach(this::happen);
        happen(new RolloutRunEvent.RolloutRetried(id, History.ACME, run.state(), 2, 1, 1));
        GivingUp.on(run, first).forEach(this::happen);
        log.tryOut(rollouts(), "acme", events, () -> {
            assertRows("by hand");
            assertThat(jdbc.sql("select concat_ws(' ', state, attempt, code, version, at = ?) from"
                                    + " read.rollout_run_device where run_id = ? and device_id = ?")
                            .params(AT.atOffset(ZoneOffset.UTC), id.value(), first.value())
                            .query(String.class)
                            .single())
                    .isEqualTo("REFUSED 1 E17 2.9 t");
        });
    }

    @Test
    void aHaltForTheLastDevicesIsKeptWithHowManyOfThemHadFailed() {
        create(2, 6000, 0, new Random(2));
        happen(new RolloutRunEvent.RolloutStarted(id, History.ACME, PlanHistory.SIGNED, 1, "h", "h", "h", List.of()));
        happen(new RolloutRunEvent.RolloutHalted(
                id, History.ACME, run.state(), RolloutStopCause.FAILED_OF_LAST, 1, 3, 9, 4, 0, 0, 2));
        log.tryOut(
                rollouts(),
                "acme",
                events,
                () -> assertThat(jdbc.sql("select concat_ws(' ', stopped ->> 'cause', stopped ->> 'failedOfLast',"
                                        + " stopped ->> 'failedOfWave') from read.rollout_run where run_id = ?")
                                .param(id.value())
                                .query(String.class)
                                .single())
                        .isEqualTo("FAILED_OF_LAST 2 3"));
    }

    /** The second one and later too: rows that were inserted a moment ago are nothing that the planner knows of. */
    @Test
    void tenThousandDevicesGoThroughAllStatesInSeconds() {
        for (int number = 0; number < 3; number++) {
            create(MANY, 10_000, MANY, new Random(number));
            for (RolloutDeviceState state : List.of(
                    RolloutDeviceState.OFFERED,
                    RolloutDeviceState.DOWNLOADING,
                    RolloutDeviceState.INSTALLED,
                    RolloutDeviceState.VERIFIED)) {
                for (int from = 0; from < cohort.size(); from += 500) {
                    all(state, cohort.subList(from, from + 500));
                }
            }
        }
        long begin = System.nanoTime();
        log.tryOut(rollouts(), "acme", events, () -> {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(jdbc.sql("select count(*) from read.rollout_run_device where state = 'VERIFIED'")
                            .query(Long.class)
                            .single())
                    .isGreaterThanOrEqualTo(3L * MANY);
            assertThat(took).as("120,000 states").isLessThan(Duration.ofSeconds(20));
        });
    }

    private void all(RolloutDeviceState state, List<DeviceId> devices) {
        if (state == RolloutDeviceState.OFFERED) {
            events.add(new RolloutRunEvent.RolloutOffered(id, History.ACME, 1, 1, ++tick, devices, 0));
        } else {
            events.add(new RolloutRunEvent.RolloutReported(
                    id,
                    History.ACME,
                    1,
                    devices.stream()
                            .map(device -> new ReportedDevice(
                                    device, 1, state, state, state, ReportOutcome.COUNTED, "3.0", null, AT))
                            .toList(),
                    0));
        }
    }

    private void create(int devices, int offersPerMinute, int mostFailed, Random random) {
        id = new RolloutRunId(UUID.randomUUID());
        cohort = IntStream.range(0, devices)
                .mapToObj(number -> DeviceId.of(History.ACME, "Flow AG", id + "-" + number))
                .toList();
        for (DeviceId device : cohort) {
            place(device, random);
        }
        RolloutPlan plan = new RolloutPlan(
                        "Any",
                        new Release("firmware", "3.0", "0".repeat(64), 1),
                        History.PT100,
                        List.of(1),
                        new Cohort(List.of(), List.of(), new TreeMap<>()),
                        List.of(new Wave(10, 0), new Wave(11, 1), new Wave(60, 1), new Wave(100, 0)),
                        new StopThresholds(null, mostFailed),
                        offersPerMinute,
                        true)
                .on(new RolloutTerms(1 + random.nextInt(40)));
        run = new RolloutRun();
        tick = 0;
        happen(new RolloutRunEvent.RolloutCreated(
                id,
                History.ACME,
                PlanHistory.SIGNED,
                1,
                "h",
                1,
                plan,
                devices,
                FrozenCohort.hash(cohort),
                "s",
                FrozenCohort.waves(devices, plan.waves()),
                "ada"));
        int part = 1;
        for (int from = 0; from < devices; from += 1_000) {
            List<DeviceId> listed = cohort.subList(from, Math.min(devices, from + 1_000));
            happen(new RolloutRunEvent.RolloutCohortListed(id, History.ACME, part++, listed));
        }
    }

    private void happen(RolloutRunEvent event) {
        run.evolve(event);
        events.add(event);
    }

    /** Of some nothing is known yet when the cohort is listed. */
    private void place(DeviceId device, Random random) {
        SiteId site = SITES.get(random.nextInt(SITES.size()));
        SiteId from = sites.get(device);
        if (from != null) {
            events.add(new DeviceEvent.DeviceMoved(device, from, site));
            sites.put(device, site);
        } else if (random.nextInt(8) > 0) {
            events.add(new DeviceEvent.DeviceRegistered(
                    device,
                    History.ACME,
                    site,
                    "Flow AG",
                    device.toString(),
                    History.PT100,
                    1,
                    null,
                    null,
                    null,
                    new TreeMap<>()));
            sites.put(device, site);
        }
    }

    private void meddle(Random random) {
        Instant at = AT.plus(Duration.ofSeconds(30L * events.size()));
        switch (random.nextInt(14)) {
            case 0, 1, 2 ->
                Progress.ticked(run, new OfferRollout(id, run.round(), ++tick, at, Instant.EPOCH))
                        .forEach(this::happen);
            case 3 -> takeBack(random);
            case 4 -> stop(random);
            case 5 -> goOn();
            case 6 -> leaveOut(random);
            case 7 ->
                cohort.stream()
                        .filter(sites::containsKey)
                        .skip(random.nextInt(cohort.size()))
                        .findFirst()
                        .ifPresent(device -> place(device, random));
            default -> report(random, at);
        }
    }

    private void report(Random random, Instant at) {
        List<RolloutDeviceState> said = List.of(
                RolloutDeviceState.DOWNLOADING,
                RolloutDeviceState.INSTALLED,
                RolloutDeviceState.VERIFIED,
                RolloutDeviceState.VERIFIED,
                RolloutDeviceState.FAILED,
                RolloutDeviceState.ROLLED_BACK,
                RolloutDeviceState.REFUSED);
        List<DeviceReport> reports = IntStream.range(0, random.nextInt(1, 30))
                .mapToObj(number -> new DeviceReport(
                        cohort.get(random.nextInt(cohort.size())),
                        Math.max(1, run.round() - random.nextInt(2)),
                        said.get(random.nextInt(said.size())),
                        random.nextInt(8) == 0 ? "2.9" : "3.0",
                        "E" + random.nextInt(5),
                        at.plusMillis(number)))
                .toList();
        Reporting.on(run, reports, at).events().forEach(this::happen);
    }

    private void takeBack(Random random) {
        List<DeviceId> offered = new ArrayList<>(cohort.stream()
                .filter(device -> stateOf(device) == RolloutDeviceState.OFFERED)
                .toList());
        Collections.shuffle(offered, random);
        if (!offered.isEmpty()) {
            List<DeviceId> back = List.copyOf(offered.subList(0, random.nextInt(1, offered.size() + 1)));
            happen(new RolloutRunEvent.RolloutOffersTakenBack(id, History.ACME, run.round(), back, "BUSY"));
        }
    }

    private void leaveOut(Random random) {
        List<DeviceId> offered =
                cohort.stream().filter(run.book()::unheard).limit(2).toList();
        if (!offered.isEmpty() && random.nextBoolean()) {
            GivingUp.leftOut(run, offered, Unfit.SITE_UNFIT).forEach(this::happen);
        }
    }

    private void stop(Random random) {
        DeviceId device = cohort.get(random.nextInt(cohort.size()));
        if (!stateOf(device).ended() && run.round() > 0) {
            GivingUp.on(run, device).forEach(this::happen);
        }
        if (run.state().offers() && random.nextBoolean()) {
            happen(new RolloutRunEvent.RolloutPaused(id, History.ACME, run.state(), RolloutStopCause.PERSON));
        } else if (run.state().live() && random.nextInt(6) == 0) {
            happen(new RolloutRunEvent.RolloutAborted(id, History.ACME, run.state(), RolloutStopCause.PERSON, 0, 0));
        }
    }

    /** Of an aborted one there is no further round; the rows would follow it all the same. */
    private void goOn() {
        boolean over = !run.state().live();
        if (run.state() == RolloutRunState.PAUSED) {
            happen(new RolloutRunEvent.RolloutResumed(
                    id, History.ACME, run.resumesTo(), AT.plus(Duration.ofSeconds(30L * events.size()))));
        } else if (over && run.book().failed() > 0 && run.book().open() == 0 && run.round() < MOST_ROUNDS) {
            happen(new RolloutRunEvent.RolloutRetried(
                    id,
                    History.ACME,
                    run.state(),
                    run.round() + 1,
                    run.book().firstFailed(),
                    run.book().failed()));
            tick = 0;
        }
    }

    private RolloutDeviceState stateOf(DeviceId device) {
        return run.book().state(run.book().place(device));
    }

    private void assertRows(String seed) {
        Map<UUID, String> rows = new HashMap<>();
        jdbc.sql("select device_id, place, state from read.rollout_run_device where run_id = ?")
                .param(id.value())
                .query(row -> {
                    rows.put(
                            row.getObject("device_id", UUID.class), row.getInt("place") + " " + row.getString("state"));
                });
        Map<UUID, String> decided = new HashMap<>();
        cohort.forEach(device -> decided.put(device.value(), run.book().place(device) + " " + stateOf(device)));
        assertThat(rows).as(seed).isEqualTo(decided);
        Map<String, Integer> counted = new TreeMap<>();
        jdbc.sql("select site_id, wave, state, devices from read.rollout_run_count where run_id = ? and devices <> 0")
                .param(id.value())
                .query(row -> {
                    counted.put(
                            row.getString("site_id") + " " + row.getInt("wave") + " " + row.getString("state"),
                            row.getInt("devices"));
                });
        Map<String, Integer> counts = new TreeMap<>();
        cohort.forEach(device -> {
            String where = " " + waveOf(run.book().place(device)) + " " + stateOf(device);
            counts.merge(new UUID(0, 0) + where, 1, Integer::sum);
            if (sites.containsKey(device)) {
                counts.merge(sites.get(device) + where, 1, Integer::sum);
            }
        });
        assertThat(counted).as(seed).isEqualTo(counts);
        assertThat(jdbc.sql("select state || ' ' || round || ' ' || wave from read.rollout_run where run_id = ?")
                        .param(id.value())
                        .query(String.class)
                        .single())
                .as(seed)
                .isEqualTo(run.state() + " " + run.round() + " " + run.wave());
        assertThat(jdbc.sql("select array_agg(devices order by wave) from (select wave, count(*)::int as devices"
                                + " from read.rollout_run_device where run_id = ? group by wave) as waves")
                        .param(id.value())
                        .query((row, number) ->
                                List.of((Integer[]) row.getArray(1).getArray()))
                        .single())
                .as(seed)
                .isEqualTo(
                        run.created().waves().stream().filter(size -> size > 0).toList());
    }

    private int waveOf(int place) {
        int wave = 1;
        int end = run.created().waves().getFirst();
        while (end <= place) {
            end += run.created().waves().get(wave++);
        }
        return wave;
    }

    private ReadModel rollouts() {
        return log.readModels().stream()
                .filter(model -> model.name().equals("read-rollouts"))
                .findFirst()
                .orElseThrow();
    }
}
