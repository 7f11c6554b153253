package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.AT;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;
import static io.devicetrail.domain.rolloutrun.decision.Runs.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two thousand rollouts from a seed, whose devices fall silent anywhere, against a judge that keeps who was heard when and who
 * failed, and nothing else of the product's: nobody is cut short, nobody is forgotten, and the run halts at the threshold.
 */
class SilentRunsTest {
    private static final int RUNS = 2_000;
    private static final int STEPS = 400;
    private static final long SEED = Long.getLong("rollout.seed", 4711L);
    private static final Duration ROUNDED = Duration.ofMinutes(1);

    @Test
    void devicesThatFallSilentAreCountedInTimeAndOneByOne() {
        int completed = 0;
        int halted = 0;
        int silent = 0;
        int outages = 0;
        for (int number = 0; number < RUNS; number++) {
            OneRun one = new OneRun(new Random(SEED + number));
            try {
                one.go();
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError("run " + number + " of seed " + SEED, wrong);
            }
            completed += one.run.state() == RolloutRunState.COMPLETED ? 1 : 0;
            halted += one.haltedBySilence ? 1 : 0;
            silent += one.silent;
            outages += one.outages;
        }
        System.out.printf(
                "seed %d: of %d rollouts %d completed, %d halted by silence; %d devices fell silent; %d outages%n",
                SEED, RUNS, completed, halted, silent, outages);
        assertThat(completed).as("the control: many end").isGreaterThan(RUNS / 10);
        assertThat(halted).as("the control: many halt").isGreaterThan(RUNS / 10);
        assertThat(silent).isGreaterThan(RUNS);
        assertThat(outages).as("the control: many are interrupted").isGreaterThan(RUNS / 4);
    }

    private static final class OneRun {
        private final Random random;
        private final int devices;
        private final Duration most;
        private final int borne;
        private final double silence;
        private final RolloutRun run;
        private final Map<DeviceId, Instant> heard = new HashMap<>();
        private final Set<DeviceId> failed = new HashSet<>();
        private final Set<DeviceId> done = new HashSet<>();
        private Instant now = AT;
        /** Null while nobody is heard. */
        private @Nullable Instant heardSince = Instant.EPOCH;

        private int outages;
        private boolean haltedBySilence;
        private int silent;

        OneRun(Random random) {
            this.random = random;
            devices = 1 + random.nextInt(30);
            most = Duration.ofMinutes(1 + random.nextInt(90));
            borne = random.nextInt(8);
            silence = random.nextDouble();
            run = Runs.started(
                    devices,
                    Runs.plan(
                                    List.of(1 + random.nextInt(99), 100),
                                    List.of(random.nextInt(3), 0),
                                    new StopThresholds(null, borne),
                                    1 + random.nextInt(600))
                            .on(new RolloutTerms((int) most.toMinutes())));
        }

        void go() {
            for (int step = 1; step <= STEPS && run.state().live(); step++) {
                now = now.plusMillis(random.nextInt(600_000));
                outage();
                tick(step);
                if (run.state().live() && heardSince != null) {
                    say();
                }
            }
            // Whoever is left is dead: by its time the run has come to an end.
            heardSince = Instant.EPOCH;
            for (int step = 1; run.state().live(); step++) {
                assertThat(step).as("it ends").isLessThan(STEPS);
                now = now.plus(most).plus(ROUNDED);
                tick(STEPS + step);
            }
        }

        /** Few, and some of them long: the platform is away, or was away until now. */
        private void outage() {
            if (heardSince == null) {
                heardSince = random.nextInt(3) == 0 ? now : null;
            } else if (random.nextInt(40) == 0) {
                heardSince = null;
                outages++;
            }
        }

        private boolean sure() {
            return heardSince != null && !now.isBefore(heardSince.plus(most));
        }

        private void tick(long number) {
            List<RolloutRunEvent> events = Progress.ticked(run, new OfferRollout(RUN, 1, number, now, heardSince));
            boolean over = false;
            for (RolloutRunEvent event : events) {
                assertThat(over).as("nothing after the halt").isFalse();
                switch (event) {
                    case RolloutOffered offer -> offer.devices().forEach(device -> heard.put(device, now));
                    case RolloutDevicesTimedOut out -> out.devices().forEach(this::timedOut);
                    case RolloutHalted halt -> {
                        over = true;
                        assertThat(failed).hasSize(borne + 1);
                        haltedBySilence = true;
                    }
                    default -> {}
                }
            }
            Runs.evolve(run, events);
            if (run.state().live()) {
                assertThat(failed).as("borne").hasSizeLessThanOrEqualTo(borne);
                heard.forEach((device, since) -> {
                    if (sure() && !done.contains(device) && !failed.contains(device)) {
                        assertThat(now)
                                .as("nobody is forgotten")
                                .isBefore(since.plus(most).plus(ROUNDED));
                    }
                });
                Silence.overAt(run, now, heardSince)
                        .ifPresent(at -> assertThat(at).isAfter(now));
            }
        }

        private void timedOut(SilentDevice device) {
            silent++;
            assertThat(sure()).as("our own absence is not its silence").isTrue();
            assertThat(failed.add(device.device())).isTrue();
            assertThat(done).doesNotContain(device.device());
            assertThat(now)
                    .as("nobody is cut short")
                    .isAfterOrEqualTo(heard.getOrDefault(device.device(), AT.plus(Duration.ofDays(365)))
                            .plus(most));
            assertThat(failed.size()).as("one by one").isLessThanOrEqualTo(borne + 1);
        }

        private void say() {
            List<DeviceId> open = new ArrayList<>();
            for (int number = 1; number <= devices; number++) {
                DeviceId device = Runs.device(number);
                if (run.book().state(run.book().place(device)).open()) {
                    open.add(device);
                }
            }
            if (open.isEmpty() || random.nextDouble() < silence) {
                return;
            }
            DeviceId device = open.get(random.nextInt(open.size()));
            RolloutDeviceState now = run.book().state(run.book().place(device));
            boolean ends = now == RolloutDeviceState.INSTALLED;
            RolloutDeviceState says = ends
                    ? RolloutDeviceState.VERIFIED
                    : now == RolloutDeviceState.OFFERED ? RolloutDeviceState.DOWNLOADING : RolloutDeviceState.INSTALLED;
            Runs.evolve(
                    run,
                    Reporting.on(
                                    run,
                                    List.of(new DeviceReport(device, 1, says, ends ? VERSION : null, null, this.now)),
                                    this.now)
                            .events());
            heard.put(device, this.now);
            if (ends) {
                done.add(device);
            }
        }
    }
}
