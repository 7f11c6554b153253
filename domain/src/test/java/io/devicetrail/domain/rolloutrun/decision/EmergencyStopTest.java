package io.devicetrail.domain.rolloutrun.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import io.devicetrail.domain.rolloutrun.decision.Meddling.Deed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand rollouts from a seed, in half of which persons meddle, against a judge that knows nothing of the product's
 * counters and integers: who failed is a set of devices, and shares are fractions.
 */
class EmergencyStopTest {
    private static final int RUNS = 10_000;
    private static final long SEED = Long.getLong("rollout.seed", 4711L);
    private static final int MOST_TICKS = 2_000;

    @Test
    void aRolloutHaltsBehindTheVeryReportThatPassesAThresholdAndOffersNothingAfterIt() {
        int halted = 0;
        int completed = 0;
        int soakedHalts = 0;
        int laterHalts = 0;
        int haltsBySkipped = 0;
        int backToFailures = 0;
        int backAfterOffer = 0;
        int haltsByGivingUp = 0;
        int leftTheWindow = 0;
        int haltsBySilence = 0;
        int wordsOfSilent = 0;
        Map<RolloutStopCause, Integer> causes = new EnumMap<>(RolloutStopCause.class);
        Map<Deed, Integer> meddled = new EnumMap<>(Deed.class);
        for (int number = 0; number < RUNS; number++) {
            Random random = new Random(SEED + number);
            OneRun run = new OneRun(random);
            try {
                run.go();
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError("run " + number + " of seed " + SEED + ": " + run.plan, wrong);
            }
            halted += run.halts > 0 ? 1 : 0;
            run.meddling.done().forEach((deed, times) -> meddled.merge(deed, times, Integer::sum));
            run.causes.forEach((cause, times) -> causes.merge(cause, times, Integer::sum));
            leftTheWindow += run.leftTheWindow;
            haltsBySilence += run.haltsBySilence;
            wordsOfSilent += run.wordsOfSilent;
            laterHalts += run.laterHalts;
            haltsBySkipped += run.haltsBySkipped;
            backToFailures += run.backToFailures;
            backAfterOffer += run.backAfterOffer;
            haltsByGivingUp += run.haltsByGivingUp;
            completed += run.run.state() == RolloutRunState.COMPLETED ? 1 : 0;
            soakedHalts += run.haltedWhileSoaking ? 1 : 0;
        }
        System.out.printf(
                "seed %d: of %d rollouts %d halted (%d while soaking), %d completed; %d halts of a later round, %d by a"
                        + " device that was skipped; %d skipped that are failed still (%d after the retry's offer), %d halts by one of them; %s, %d of the last with older failures, %d by silence, %d words of silent ones after all;"
                        + " %s%n",
                SEED,
                RUNS,
                halted,
                soakedHalts,
                completed,
                laterHalts,
                haltsBySkipped,
                backToFailures,
                backAfterOffer,
                haltsByGivingUp,
                causes,
                leftTheWindow,
                haltsBySilence,
                wordsOfSilent,
                meddled);
        assertThat(halted).as("the control: many halt, and many do not").isBetween(RUNS / 10, RUNS * 9 / 10);
        assertThat(completed).isGreaterThan(RUNS / 10);
        assertThat(soakedHalts)
                .as("also by a device that falls back after its wave")
                .isGreaterThan(50);
        for (Deed deed : Deed.values()) {
            assertThat(meddled.getOrDefault(deed, 0)).as(deed.name()).isGreaterThan(500);
        }
        for (RolloutStopCause cause : List.of(
                RolloutStopCause.FAILED_PERCENT, RolloutStopCause.FAILED_DEVICES, RolloutStopCause.FAILED_OF_LAST)) {
            assertThat(causes.getOrDefault(cause, 0)).as(cause.name()).isGreaterThan(500);
        }
        assertThat(leftTheWindow)
                .as("failures that are not among the last any more")
                .isGreaterThan(25);
        assertThat(haltsBySilence).isGreaterThan(200);
        assertThat(wordsOfSilent).isGreaterThan(200);
        assertThat(laterHalts).isGreaterThan(50);
        assertThat(haltsBySkipped).isGreaterThan(50);
        assertThat(backToFailures).isGreaterThan(50);
        assertThat(backAfterOffer).isGreaterThan(50);
        assertThat(haltsByGivingUp).isGreaterThan(10);
    }

    /** One rollout, by chance: cohort, waves, thresholds, rate, what devices say, and in which order it comes in. */
    private static final class OneRun {
        private final Random random;
        private final RolloutPlan plan;
        private final StopJudge judge;
        private final RolloutRun run;
        private final double badness;
        private final List<Deque<DeviceReport>> talking = new ArrayList<>();
        private final List<DeviceReport> said = new ArrayList<>();
        /** Said some time later, whatever the device has said by then. */
        private final List<DeviceReport> fallingBack = new ArrayList<>();

        private final Set<DeviceId> offered = new HashSet<>();
        private final Meddling meddling;
        private Instant now = Runs.AT;
        private boolean haltedWhileSoaking;
        private final Map<RolloutStopCause, Integer> causes = new EnumMap<>(RolloutStopCause.class);
        private int leftTheWindow;
        /** How many devices fall silent; none where the plan does not ask. */
        private final double silence;
        /** What silent devices would have said. */
        private final Map<DeviceId, Deque<DeviceReport>> unsaid = new HashMap<>();

        private int haltsBySilence;
        private int wordsOfSilent;
        private int halts;
        private int laterHalts;
        private int haltsBySkipped;
        private int backToFailures;
        private int backAfterOffer;
        private int haltsByGivingUp;

        OneRun(Random random) {
            this.random = random;
            int devices = 1 + random.nextInt(60);
            Set<Integer> percents = new TreeSet<>();
            for (int wave = random.nextInt(4); wave > 0; wave--) {
                percents.add(1 + random.nextInt(99));
            }
            percents.add(100);
            RolloutPlan patient = Runs.plan(
                            List.copyOf(percents),
                            percents.stream().map(wave -> 0).toList(),
                            stop(random),
                            1 + random.nextInt(3_000))
                    .waves(percents.stream()
                            .map(percent ->
                                    new Wave(percent, null, random.nextInt(6), null, null, null, recent(random, 5)))
                            .toList())
                    .checked();
            boolean asks = random.nextInt(3) == 0;
            plan = asks ? patient.on(new RolloutTerms(15 + random.nextInt(60))).checked() : patient;
            silence = asks ? random.nextDouble() * random.nextDouble() : 0;
            badness = random.nextDouble() * random.nextDouble();
            judge = new StopJudge(devices, plan);
            run = Runs.started(devices, plan);
            meddling = new Meddling(random, run, devices);
        }

        private static StopThresholds stop(Random random) {
            int kind = random.nextInt(3);
            return new StopThresholds(
                    kind == 0 ? null : Integer.valueOf(random.nextInt(60)),
                    kind == 1 ? null : Integer.valueOf(random.nextInt(12)),
                    recent(random, 3));
        }

        /** One in so many. */
        private static @Nullable RecentFailures recent(Random random, int of) {
            if (random.nextInt(of) > 0) {
                return null;
            }
            int last = 1 + random.nextInt(20);
            int kind = random.nextInt(3);
            return new RecentFailures(
                    last,
                    kind == 0 ? null : Integer.valueOf(random.nextInt(80)),
                    kind == 1 ? null : Integer.valueOf(random.nextInt(last)));
        }

        void go() {
            boolean meddled = random.nextBoolean();
            for (int tick = 1; tick <= MOST_TICKS; tick++) {
                now = now.plus(Duration.ofSeconds(random.nextInt(talking.isEmpty() ? 600 : 60)));
                if (meddled) {
                    apply(meddling.next());
                }
                List<RolloutRunEvent> events =
                        Progress.ticked(run, new OfferRollout(Runs.RUN, run.round(), tick, now, Instant.EPOCH));
                if (judge.halted()) {
                    assertThat(events).as("after the halt").isEmpty();
                }
                apply(events);
                List<DeviceReport> batch = run.state() == RolloutRunState.COMPLETED ? List.of() : batch();
                if (!batch.isEmpty()) {
                    report(batch);
                } else if (!run.state().live() && !(meddled && again())) {
                    return;
                }
            }
            assertThat(run.state()).as("it comes to an end").isNotIn(RolloutRunState.RUNNING, RolloutRunState.SOAKING);
        }

        private boolean again() {
            List<RolloutRunEvent> retried = meddling.retried();
            apply(retried);
            return !retried.isEmpty();
        }

        private void report(List<DeviceReport> batch) {
            RolloutRunState before = run.state();
            boolean over = judge.halted();
            Set<DeviceId> skipped = meddling.skipped();
            List<DeviceReport> upTo = new ArrayList<>();
            boolean halts = false;
            for (DeviceReport report : batch) {
                if (!halts) {
                    upTo.add(report);
                }
                wordsOfSilent += judge.silent(report.device()) ? 1 : 0;
                halts |= judge.haltsBy(report);
            }
            List<RolloutRunEvent> events = Reporting.on(run, batch, now).events();
            List<RolloutHalted> stops = events.stream()
                    .filter(RolloutHalted.class::isInstance)
                    .map(RolloutHalted.class::cast)
                    .toList();
            assertThat(stops).hasSize(halts ? 1 : 0);
            if (halts) {
                RolloutHalted stop = stops.getFirst();
                tell(stop);
                int place = events.indexOf(stop);
                assertThat(place).isEqualTo(1);
                var last = ((RolloutReported) events.getFirst()).devices().getLast();
                DeviceReport crossing = upTo.getLast();
                assertThat(last.device()).isEqualTo(crossing.device());
                assertThat(last.said()).isEqualTo(crossing.says());
                haltedWhileSoaking |= before == RolloutRunState.SOAKING;
                this.halts++;
                laterHalts += run.round() > 1 ? 1 : 0;
                haltsBySkipped += skipped.contains(crossing.device()) ? 1 : 0;
            }
            if (over || halts) {
                assertThat(events)
                        .noneMatch(event -> event instanceof RolloutOffered || event instanceof RolloutCompleted);
            }
            apply(events);
        }

        private void tell(RolloutHalted stop) {
            assertThat(stop.cause()).isEqualTo(judge.cause());
            assertThat(stop.failedOfLast()).isEqualTo(judge.failedOfLast());
            causes.merge(stop.cause(), 1, Integer::sum);
            Integer ofLast = stop.failedOfLast();
            leftTheWindow += ofLast != null && ofLast < stop.failedOfWave() ? 1 : 0;
        }

        private void apply(List<RolloutRunEvent> events) {
            for (RolloutRunEvent event : events) {
                run.evolve(event);
                switch (event) {
                    case RolloutOffered offer -> offer.devices().forEach(device -> offered(device, offer));
                    case RolloutOffersTakenBack back -> back.devices().forEach(this::takenBack);
                    case RolloutDeviceSkipped skipped -> skipped(skipped, events);
                    case RolloutDevicesLeftOut left -> leftOut(left, events);
                    case RolloutDevicesTimedOut out -> timedOut(out, events);
                    case RolloutRetried again -> {
                        judge.retried();
                        offered.clear();
                    }
                    case RolloutCompleted end ->
                        assertThat(end.verified() + end.failed() + end.skipped() + end.notOffered())
                                .isEqualTo(judge.devices());
                    default -> {}
                }
            }
        }

        private void offered(DeviceId device, RolloutOffered offer) {
            assertThat(offered.add(device)).as("offered once").isTrue();
            // Of an earlier one where it was taken back, and the next wave begun by hand.
            assertThat(judge.waveOf(device)).isLessThanOrEqualTo(offer.wave());
            judge.offered(device, offer.round());
            boolean told = talking.stream()
                    .map(Deque::getFirst)
                    .anyMatch(next -> next.device().equals(device) && next.attempt() == offer.round());
            if (!told) {
                talk(device, script(device));
            }
        }

        /** All of it, or up to where it falls silent. */
        private void talk(DeviceId device, Deque<DeviceReport> script) {
            unsaid.remove(device);
            if (random.nextDouble() < silence) {
                Deque<DeviceReport> heard = new ArrayDeque<>();
                for (int says = random.nextInt(script.size()); says > 0; says--) {
                    heard.add(script.removeFirst());
                }
                unsaid.put(device, script);
                if (!heard.isEmpty()) {
                    talking.add(heard);
                }
            } else {
                talking.add(script);
            }
        }

        /** What a retry was to mend, and did not, is failed again, and may be one too many. */
        private void skipped(RolloutDeviceSkipped skip, List<RolloutRunEvent> events) {
            boolean halts = judge.haltsByGivingUp(List.of(skip.device()));
            assertThat(skip.to().failed()).isEqualTo(judge.failed(skip.device()));
            backAfterOffer += skip.to().failed() && skip.from().open() ? 1 : 0;
            assertThat(events).hasSize(halts ? 2 : 1);
            if (halts) {
                assertThat(events.getLast()).isInstanceOfSatisfying(RolloutHalted.class, this::tell);
                haltsByGivingUp++;
            }
            backToFailures += skip.to().failed() ? 1 : 0;
        }

        /** What a retry was to mend is failed again, as of who is skipped. */
        private void leftOut(RolloutDevicesLeftOut left, List<RolloutRunEvent> events) {
            boolean halts = judge.haltsByGivingUp(left.devices());
            left.devices().forEach(this::takenBack);
            assertThat(events).hasSize(halts ? 2 : 1);
            if (halts) {
                assertThat(events.getLast()).isInstanceOfSatisfying(RolloutHalted.class, this::tell);
                haltsByGivingUp++;
            }
        }

        /** One by one, and the halt is right behind the one that is too many. */
        private void timedOut(RolloutDevicesTimedOut out, List<RolloutRunEvent> events) {
            for (SilentDevice device : out.devices()) {
                assertThat(judge.halted()).as("the last of all").isFalse();
                if (judge.haltsBySilence(device.device(), device.attempt())) {
                    assertThat(device).isEqualTo(out.devices().getLast());
                    assertThat(events.getLast()).isInstanceOfSatisfying(RolloutHalted.class, this::tell);
                    assertThat(events.get(events.size() - 2)).isEqualTo(out);
                    haltsBySilence++;
                }
                Deque<DeviceReport> late = unsaid.remove(device.device());
                if (late != null && random.nextBoolean()) {
                    talking.add(late);
                }
            }
            assertThat(events.stream().anyMatch(RolloutHalted.class::isInstance))
                    .as("a halt has its reason")
                    .isEqualTo(judge.halted());
        }

        /** Some have heard of it all the same, and talk. */
        private void takenBack(DeviceId device) {
            offered.remove(device);
            if (random.nextBoolean()) {
                talking.removeIf(script -> script.getFirst().device().equals(device)
                        && script.getFirst().attempt() == run.round());
            }
        }

        private Deque<DeviceReport> script(DeviceId device) {
            Deque<DeviceReport> script = new ArrayDeque<>();
            if (random.nextBoolean()) {
                script.add(says(device, RolloutDeviceState.DOWNLOADING, null));
            }
            if (random.nextDouble() < badness) {
                RolloutDeviceState end = List.of(RolloutDeviceState.FAILED, RolloutDeviceState.REFUSED)
                        .get(random.nextInt(2));
                script.add(says(device, end, null));
                return script;
            }
            script.add(says(device, RolloutDeviceState.INSTALLED, null));
            script.add(says(device, RolloutDeviceState.VERIFIED, Runs.VERSION));
            if (random.nextDouble() < badness) {
                fallingBack.add(
                        random.nextBoolean()
                                ? says(device, RolloutDeviceState.VERIFIED, Runs.OLD_VERSION)
                                : says(device, RolloutDeviceState.ROLLED_BACK, null));
            }
            return script;
        }

        private DeviceReport says(DeviceId device, RolloutDeviceState state, @Nullable String version) {
            return new DeviceReport(device, run.round(), state, version, null, now);
        }

        /** Some of what devices have to say, each in its own order; some of what was said before, a second time. */
        private List<DeviceReport> batch() {
            List<DeviceReport> batch = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0 && !talking.isEmpty(); i--) {
                int who = random.nextInt(talking.size());
                batch.add(talking.get(who).removeFirst());
                if (talking.get(who).isEmpty()) {
                    talking.remove(who);
                }
                if (!said.isEmpty() && random.nextInt(4) == 0) {
                    batch.add(said.get(random.nextInt(said.size())));
                }
            }
            if (!fallingBack.isEmpty() && random.nextInt(3) == 0) {
                batch.add(fallingBack.remove(random.nextInt(fallingBack.size())));
            }
            said.addAll(batch);
            return batch;
        }
    }
}
