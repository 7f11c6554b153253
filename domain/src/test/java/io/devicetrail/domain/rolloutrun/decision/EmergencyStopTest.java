package io.devicetrail.domain.rolloutrun.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * Ten thousand rollouts from a seed, against a judge that knows nothing of the product's counters and integers: who failed is
 * a set of devices, and shares are fractions.
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
        for (int number = 0; number < RUNS; number++) {
            Random random = new Random(SEED + number);
            OneRun run = new OneRun(random);
            try {
                run.go();
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError("run " + number + " of seed " + SEED + ": " + run.plan, wrong);
            }
            halted += run.judge.cause == null ? 0 : 1;
            completed += run.run.state() == RolloutRunState.COMPLETED ? 1 : 0;
            soakedHalts += run.haltedWhileSoaking ? 1 : 0;
        }
        System.out.printf(
                "seed %d: of %d rollouts %d halted (%d while soaking), %d completed%n",
                SEED, RUNS, halted, soakedHalts, completed);
        assertThat(halted).as("the control: many halt, and many do not").isBetween(RUNS / 10, RUNS * 9 / 10);
        assertThat(completed).isGreaterThan(RUNS / 10);
        assertThat(soakedHalts)
                .as("also by a device that falls back after its wave")
                .isGreaterThan(50);
    }

    /** Who failed, in which wave, as the reports say it. */
    private static final class Judge {
        private final RolloutPlan plan;
        private final Map<DeviceId, Integer> waves = new HashMap<>();
        private final Map<Integer, Integer> sizes = new HashMap<>();
        private final Set<DeviceId> failed = new HashSet<>();
        private @Nullable RolloutStopCause cause;

        Judge(int devices, RolloutPlan plan) {
            this.plan = plan;
            for (int number = 1; number <= devices; number++) {
                int wave = 1;
                while (new BigDecimal(devices)
                                .multiply(new BigDecimal(
                                        plan.waves().get(wave - 1).percent()))
                                .divide(BigDecimal.valueOf(100))
                                .setScale(0, RoundingMode.CEILING)
                                .intValueExact()
                        < number) {
                    wave++;
                }
                waves.put(Runs.device(number), wave);
                sizes.merge(wave, 1, Integer::sum);
            }
        }

        /** Whether the run halts by it. */
        boolean haltsBy(DeviceReport report) {
            boolean bad = switch (report.says()) {
                case FAILED, ROLLED_BACK, REFUSED -> true;
                case VERIFIED -> !Runs.VERSION.equals(report.version());
                default -> false;
            };
            if (cause != null || !bad || !failed.add(report.device())) {
                return false;
            }
            Integer wave = waves.getOrDefault(report.device(), 0);
            long ofWave =
                    failed.stream().filter(one -> wave.equals(waves.get(one))).count();
            Integer percent = plan.stop().mostFailedPercent();
            Integer most = plan.stop().mostFailedDevices();
            if (percent != null
                    && new BigDecimal(ofWave)
                                    .divide(new BigDecimal(sizes.getOrDefault(wave, 0)), 12, RoundingMode.HALF_EVEN)
                                    .compareTo(new BigDecimal(percent).movePointLeft(2))
                            > 0) {
                cause = RolloutStopCause.FAILED_PERCENT;
            } else if (most != null && failed.size() > most) {
                cause = RolloutStopCause.FAILED_DEVICES;
            }
            return cause != null;
        }
    }

    /** One rollout, by chance: cohort, waves, thresholds, rate, what devices say, and in which order it comes in. */
    private static final class OneRun {
        private final Random random;
        private final RolloutPlan plan;
        private final Judge judge;
        private final RolloutRun run;
        private final double badness;
        private final List<Deque<DeviceReport>> talking = new ArrayList<>();
        private final List<DeviceReport> said = new ArrayList<>();
        /** Said some time later, whatever the device has said by then. */
        private final List<DeviceReport> fallingBack = new ArrayList<>();

        private final Set<DeviceId> offered = new HashSet<>();
        private Instant now = Runs.AT;
        private boolean haltedWhileSoaking;

        OneRun(Random random) {
            this.random = random;
            int devices = 1 + random.nextInt(60);
            Set<Integer> percents = new TreeSet<>();
            for (int wave = random.nextInt(4); wave > 0; wave--) {
                percents.add(1 + random.nextInt(99));
            }
            percents.add(100);
            plan = Runs.plan(
                    List.copyOf(percents),
                    percents.stream().map(wave -> random.nextInt(6)).toList(),
                    stop(random),
                    1 + random.nextInt(3_000));
            badness = random.nextDouble() * random.nextDouble();
            judge = new Judge(devices, plan);
            run = Runs.started(devices, plan);
        }

        private static StopThresholds stop(Random random) {
            int kind = random.nextInt(3);
            return new StopThresholds(
                    kind == 0 ? null : Integer.valueOf(random.nextInt(60)),
                    kind == 1 ? null : Integer.valueOf(random.nextInt(12)));
        }

        void go() {
            for (int tick = 1; tick <= MOST_TICKS && run.state() != RolloutRunState.COMPLETED; tick++) {
                now = now.plus(Duration.ofSeconds(random.nextInt(60)));
                List<RolloutRunEvent> events = Progress.ticked(run, new OfferRollout(Runs.RUN, 1, tick, now));
                if (judge.cause != null) {
                    assertThat(events).as("after the halt").isEmpty();
                }
                apply(events);
                if (run.state() == RolloutRunState.COMPLETED) {
                    return;
                }
                List<DeviceReport> batch = batch();
                if (!batch.isEmpty()) {
                    report(batch);
                } else if (judge.cause != null) {
                    return;
                }
            }
            if (judge.cause == null) {
                assertThat(run.state()).isEqualTo(RolloutRunState.COMPLETED);
            }
        }

        private void report(List<DeviceReport> batch) {
            RolloutRunState before = run.state();
            boolean over = judge.cause != null;
            List<DeviceReport> upTo = new ArrayList<>();
            boolean halts = false;
            for (DeviceReport report : batch) {
                if (!halts) {
                    upTo.add(report);
                }
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
                assertThat(stop.cause()).isEqualTo(judge.cause);
                int place = events.indexOf(stop);
                assertThat(place).isEqualTo(1);
                var last = ((RolloutReported) events.getFirst()).devices().getLast();
                DeviceReport crossing = upTo.getLast();
                assertThat(last.device()).isEqualTo(crossing.device());
                assertThat(last.said()).isEqualTo(crossing.says());
                haltedWhileSoaking = before == RolloutRunState.SOAKING;
            }
            if (over || halts) {
                assertThat(events)
                        .noneMatch(event -> event instanceof RolloutOffered || event instanceof RolloutCompleted);
            }
            apply(events);
        }

        private void apply(List<RolloutRunEvent> events) {
            for (RolloutRunEvent event : events) {
                run.evolve(event);
                if (event instanceof RolloutOffered offer) {
                    offer.devices().forEach(device -> {
                        assertThat(offered.add(device)).as("offered once").isTrue();
                        assertThat(judge.waves.get(device)).isEqualTo(offer.wave());
                        talking.add(script(device));
                    });
                }
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
            return new DeviceReport(device, 1, state, version, null, now);
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
