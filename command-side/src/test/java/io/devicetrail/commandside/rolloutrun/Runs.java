package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.release.PlannedReleases;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.KnownRolloutPlan;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.shared.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;

/** A run of four devices, two and two, that soaks an hour after the first wave and bears one failure. */
final class Runs {
    static final RolloutRunId RUN = RolloutRunId.of(ACME, "ada", "1");
    static final RolloutPlanId PLAN = RolloutPlanId.of(ACME, "ada", "1");
    static final String SEED = "a seed";
    static final String VERSION = "2.1.0";
    static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    static final Instant SOAKED = AT.plus(Duration.ofHours(1));
    static final Map<String, Object> ADA = Map.of(Metadata.ACTOR_ID, "ada", Metadata.ACTOR_TYPE, "PERSON");
    static final RolloutPlan CONTENT = new RolloutPlan(
            "To 2.1",
            new Release("flow-firmware", VERSION, "0a".repeat(32), 4_711),
            PUMP_MODEL,
            List.of(2),
            new Cohort(List.of(), List.of(), new TreeMap<>()),
            List.of(new Wave(50, 60), new Wave(100, 0)),
            new StopThresholds(null, 1),
            600,
            false);
    static final RolloutPlan SPREAD = new RolloutPlan(
            CONTENT.title(),
            CONTENT.release(),
            CONTENT.model(),
            CONTENT.modelVersions(),
            new Cohort(List.of(), List.of(), new TreeMap<>(), List.of(DeviceTrait.HARDWARE_REVISION)),
            CONTENT.waves(),
            CONTENT.stop(),
            CONTENT.offersPerMinute(),
            false);
    static final RolloutPlan WINDOWED = CONTENT.within(List.of(
            MaintenanceWindow.of("mon, tue, wed, thu, fri, sat, sun from 10:00 for 180 min, offers for 120 min")));
    static final List<DeviceId> COHORT =
            FrozenCohort.shuffled(List.of(device(1), device(2), device(3), device(4)), SEED);
    static final String COHORT_HASH = FrozenCohort.hash(COHORT);
    /** As the world of policies has every record. */
    static final String PLAN_HASH = "0".repeat(64);

    static final long PLAN_POSITION = 7;

    private Runs() {}

    /** In the order of the offers, from 1. */
    static DeviceId nth(int place) {
        return COHORT.get(place - 1);
    }

    static DeviceId device(int number) {
        return DeviceId.of(ACME, "Flow AG", "R-" + number);
    }

    static KnownRolloutPlan plan() {
        return new KnownRolloutPlan(PLAN, ACME, 1, CONTENT, false);
    }

    static AggregateTestFixture<RolloutRunAggregate> fixture() {
        return fixture(plan(), new PolicyWorld());
    }

    static AggregateTestFixture<RolloutRunAggregate> fixture(@Nullable KnownRolloutPlan plan, PolicyWorld policies) {
        return fixture(plan, policies, (run, round) -> {});
    }

    static AggregateTestFixture<RolloutRunAggregate> fixture(Clock clock) {
        return fixture(plan(), new PolicyWorld(), (run, round) -> {}, (tenant, content) -> {}, clock);
    }

    static AggregateTestFixture<RolloutRunAggregate> fixture(
            @Nullable KnownRolloutPlan plan, PolicyWorld policies, PlanTurns turns) {
        return fixture(plan, policies, turns, (tenant, content) -> {});
    }

    static AggregateTestFixture<RolloutRunAggregate> fixture(
            @Nullable KnownRolloutPlan plan, PolicyWorld policies, PlanTurns turns, PlannedReleases releases) {
        return fixture(plan, policies, turns, releases, Clock.fixed(AT, ZoneOffset.UTC));
    }

    private static AggregateTestFixture<RolloutRunAggregate> fixture(
            @Nullable KnownRolloutPlan plan,
            PolicyWorld policies,
            PlanTurns turns,
            PlannedReleases releases,
            Clock clock) {
        AggregateTestFixture<RolloutRunAggregate> fixture =
                Fixtures.fixture(RolloutRunAggregate.class, Fixtures.world());
        fixture.registerInjectableResource(new SignedPlans(
                id -> Optional.ofNullable(plan).filter(known -> known.plan().equals(id)),
                policies.versions(),
                policies.standings(),
                releases));
        fixture.registerInjectableResource(turns);
        fixture.registerInjectableResource(clock);
        return fixture;
    }

    static Object[] created() {
        return createdOf(CONTENT);
    }

    /** A run of a plan with a window from ten to twelve each day, of which the first two devices are in these zones. */
    static Object[] createdIn(String first, String second) {
        RolloutCreated created = (RolloutCreated) created()[0];
        return new Object[] {
            new RolloutCreated(
                    RUN,
                    ACME,
                    PLAN,
                    1,
                    PLAN_HASH,
                    PLAN_POSITION,
                    WINDOWED,
                    4,
                    COHORT_HASH,
                    SEED,
                    created.waves(),
                    "ada"),
            new RolloutCohortListed(RUN, ACME, 1, COHORT, List.of(first, second, first, second))
        };
    }

    static Object[] createdOf(RolloutPlan plan) {
        return new Object[] {
            new RolloutCreated(
                    RUN,
                    ACME,
                    PLAN,
                    1,
                    PLAN_HASH,
                    PLAN_POSITION,
                    plan,
                    4,
                    COHORT_HASH,
                    SEED,
                    FrozenCohort.waves(4, plan.waves()),
                    "ada"),
            new RolloutCohortListed(RUN, ACME, 1, COHORT)
        };
    }

    static RolloutStarted startedEvent() {
        return new RolloutStarted(
                RUN, ACME, PLAN, 1, PLAN_HASH, COHORT_HASH, CONTENT.release().sha256(), List.of());
    }

    /** The devices of the first wave are offered it. */
    static Object[] running(Object... more) {
        return with(with(created(), startedEvent(), offered(1, 1, 1, 0, nth(1), nth(2))), more);
    }

    static Object[] soaking(Object... more) {
        return with(
                running(
                        reported(
                                0,
                                counted(nth(1), RolloutDeviceState.VERIFIED),
                                counted(nth(2), RolloutDeviceState.VERIFIED)),
                        new RolloutWaveEnded(RUN, ACME, 1, 1, 2, 0, AT, SOAKED)),
                more);
    }

    static Object[] paused() {
        return running(new RolloutPaused(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON));
    }

    /** The first two have failed, and nobody is open. */
    static Object[] halted() {
        return running(
                reported(0, counted(nth(1), RolloutDeviceState.FAILED), counted(nth(2), RolloutDeviceState.FAILED)),
                haltedEvent(RolloutRunState.RUNNING, 0));
    }

    static RolloutHalted haltedEvent(RolloutRunState from, int open) {
        return new RolloutHalted(RUN, ACME, from, RolloutStopCause.FAILED_DEVICES, 1, 2, 2, 2, 2, open);
    }

    static Object[] aborted() {
        return running(new RolloutAborted(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON, 2, 2));
    }

    /** With one that failed, which is borne. */
    static Object[] completed() {
        return soaking(
                new RolloutWaveBegun(RUN, ACME, 1, 1, 2, false),
                offered(1, 2, 2, 0, nth(3), nth(4)),
                reported(0, counted(nth(3), RolloutDeviceState.VERIFIED), counted(nth(4), RolloutDeviceState.FAILED)),
                new RolloutWaveEnded(RUN, ACME, 1, 2, 2, 1, SOAKED, SOAKED),
                new RolloutCompleted(RUN, ACME, 1, 3, 1, 0, 0));
    }

    /** In its second round, after a halt; a device that was taken back said then that it loads it all the same. */
    static Object[] completedWithOneOpen() {
        ReportedDevice failed = counted(nth(1), RolloutDeviceState.FAILED);
        DeviceReport again = new DeviceReport(nth(1), 2, RolloutDeviceState.VERIFIED, VERSION, null, AT);
        return running(
                reported(1, failed),
                haltedEvent(RolloutRunState.RUNNING, 1),
                new RolloutOffersTakenBack(RUN, ACME, 1, List.of(nth(2)), "HALTED"),
                new RolloutRetried(RUN, ACME, RolloutRunState.HALTED, 2, 1, 1),
                offered(2, 1, 1, 0, nth(1)),
                reported(0, on(again, RolloutDeviceState.OFFERED, RolloutDeviceState.VERIFIED, ReportOutcome.COUNTED)),
                new RolloutWaveEnded(RUN, ACME, 2, 1, 2, 0, AT, SOAKED),
                new RolloutCompleted(RUN, ACME, 2, 1, 0, 0, 3),
                reported(
                        1,
                        on(
                                report(nth(2), RolloutDeviceState.DOWNLOADING),
                                RolloutDeviceState.NOT_OFFERED,
                                RolloutDeviceState.DOWNLOADING,
                                ReportOutcome.LATE)));
    }

    static RolloutOffered offered(int round, int wave, long tick, int left, DeviceId... devices) {
        return new RolloutOffered(RUN, ACME, round, wave, tick, List.of(devices), left);
    }

    static RolloutReported reported(int open, ReportedDevice... devices) {
        return new RolloutReported(RUN, ACME, 1, List.of(devices), open);
    }

    static ReportedDevice counted(DeviceId device, RolloutDeviceState to) {
        return counted(device, RolloutDeviceState.OFFERED, to);
    }

    static ReportedDevice counted(DeviceId device, RolloutDeviceState from, RolloutDeviceState to) {
        return on(report(device, to), from, to, ReportOutcome.COUNTED);
    }

    static ReportedDevice on(
            DeviceReport report, RolloutDeviceState from, RolloutDeviceState to, ReportOutcome outcome) {
        return new ReportedDevice(
                report.device(),
                report.attempt(),
                from,
                report.says(),
                to,
                outcome,
                report.version(),
                report.code(),
                report.at());
    }

    static DeviceReport report(DeviceId device, RolloutDeviceState says) {
        String version = says == RolloutDeviceState.VERIFIED ? VERSION : null;
        return new DeviceReport(device, 1, says, version, null, AT);
    }

    static Object[] with(Object[] before, Object... more) {
        List<Object> all = new ArrayList<>(Arrays.asList(before));
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }
}
