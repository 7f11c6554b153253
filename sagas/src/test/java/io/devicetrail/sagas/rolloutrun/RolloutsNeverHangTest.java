package io.devicetrail.sagas.rolloutrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.sagas.rolloutrun.AnyRollout.Logged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.deadline.AbstractDeadlineManager;
import org.axonframework.messaging.ScopeDescriptor;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs to which anything happens, while the saga reads late, its deadlines fire late and twice, and what it had stored is
 * lost: whenever it has read all and no deadline is left, the run has nothing to do that it does not do by itself.
 */
@NullUnmarked // what is missing fails the test anyway
class RolloutsNeverHangTest {
    private static final long SEED = Long.getLong("rollout.seed", 4711L);
    private static final int RUNS = 3_000;
    private static final int STEPS = 60;
    /** A tick at the end of time. */
    private static final long LAST_TICK = 1_000_000_000;

    private static final int MOST_ENDS = 20;
    private static final int MOST_TICKS = 1_000;

    @Test
    void whenNoTickIsLeftNoneIsNeeded() {
        int retried = 0;
        int lost = 0;
        int windowed = 0;
        int silent = 0;
        for (int number = 0; number < RUNS; number++) {
            Life life = new Life(new Random(SEED + number), "run " + number + " of seed " + SEED);
            life.lived();
            retried += life.rollout.run().round() > 1 ? 1 : 0;
            lost += life.lost ? 1 : 0;
            windowed += life.opened > 0 ? 1 : 0;
            silent +=
                    life.rollout.log().stream().anyMatch(one -> one.event() instanceof RolloutDevicesTimedOut) ? 1 : 0;
        }
        assertThat(retried).as("the control: rounds were retried").isGreaterThan(RUNS / 20);
        assertThat(windowed).as("the control: windows were waited for").isGreaterThan(RUNS / 4);
        assertThat(silent).as("the control: devices were silent for too long").isGreaterThan(RUNS / 10);
        assertThat(lost).as("the control: stores were lost").isGreaterThan(RUNS / 20);
    }

    /** Of what a process is made of, one may be lost while the other is kept: nothing of it is made anew then. */
    @Test
    void whereRowsOrDeadlinesAloneWereLostAPauseAndAResumptionMendIt() {
        int hung = 0;
        for (int number = 0; number < RUNS; number++) {
            Life life = new Life(new Random(SEED + number), "run " + number + " of seed " + SEED);
            life.losesInPart = true;
            life.lived();
            hung += life.hung ? 1 : 0;
        }
        assertThat(hung).as("the control: some would have hung").isGreaterThan(RUNS / 50);
    }

    private static final class Life {
        private static final JsonMapper JSON = JsonMapper.builder().build();

        private record Due(int saga, Instant at, String number) {}

        private final Random random;
        private final String name;
        private final AnyRollout rollout;
        private final KnownRollouts known;
        private final CommandGateway gateway;
        private final List<Due> waiting = new ArrayList<>();
        private final Deadlines deadlines = new Deadlines();
        private Instant now = Instant.parse("2026-11-20T10:00:00Z");
        private RolloutTicks saga;
        private int sagas;
        private int read;
        private boolean lost;
        private boolean losesInPart;
        private boolean hung;
        /** How often a tick was told to come when a window opens. */
        private int opened;

        Life(Random random, String name) {
            this.random = random;
            this.name = name;
            this.rollout = new AnyRollout(random, now);
            this.known = id -> Optional.of(rollout.run().created());
            SimpleCommandBus bus = SimpleCommandBus.builder().build();
            bus.subscribe(OfferRollout.class.getName(), message -> {
                Instant opens = rollout.ticked((OfferRollout) message.getPayload());
                opened += opens == null ? 0 : 1;
                return rollout.run().standing(opens, rollout.silentAt((OfferRollout) message.getPayload()));
            });
            this.gateway = DefaultCommandGateway.builder().commandBus(bus).build();
        }

        void lived() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> readOne();
                    case 2, 3, 4 -> pass(Duration.ofMillis(random.nextInt(5_000)));
                    case 5 -> pass(Duration.ofMinutes(random.nextInt(1_500)));
                    default -> rollout.happens(now);
                }
                if (random.nextInt(2 * STEPS) == 0) {
                    lost = true;
                    if (losesInPart) {
                        loseAPart();
                    } else {
                        loseTheStore();
                    }
                }
            }
            if (losesInPart) {
                rest();
                hung = rollout.run().state().offers() && !leftUndone().isEmpty();
                rollout.pauseAndResume(now);
            }
            for (int end = 0; end < MOST_ENDS && rollout.run().state().live(); end++) {
                rollout.resume(now);
                rest();
                assertThat(leftUndone())
                        .as("left undone, %s: %s", name, rollout.log())
                        .isEmpty();
                rollout.everybodyEnds(now);
            }
            rest();
            assertThat(rollout.run().state().live()).as("it ends, %s", name).isFalse();
            if (!lost) {
                keepsTheRate();
            }
        }

        private List<RolloutRunEvent> leftUndone() {
            return rollout.wouldTick(LAST_TICK, rollout.opensAfter(now.plus(Duration.ofDays(365))));
        }

        /** Of a round: a retry begins at once. */
        private void keepsTheRate() {
            Instant last = Instant.EPOCH;
            for (Logged logged : rollout.log()) {
                if (logged.event() instanceof RolloutRetried) {
                    last = Instant.EPOCH;
                } else if (logged.event() instanceof RolloutOffered) {
                    assertThat(logged.at())
                            .as("%s: %s", name, rollout.log())
                            .isAfterOrEqualTo(last.plus(rollout.interval()));
                    last = logged.at();
                }
            }
        }

        private void rest() {
            for (int ticks = 0; ticks < MOST_TICKS; ticks++) {
                while (readOne()) {
                    // All of it.
                }
                Optional<Due> next = waiting.stream().min(Comparator.comparing(Due::at));
                if (next.isEmpty()) {
                    return;
                }
                now = next.get().at().isAfter(now) ? next.get().at() : now;
                fire(next.get());
            }
            throw new AssertionError("ticks without an end, " + name);
        }

        /** And a deadline fires, once or twice, if one is due. */
        private void pass(Duration time) {
            now = now.plus(time);
            waiting.stream().filter(due -> !due.at().isAfter(now)).findFirst().ifPresent(due -> {
                fire(due);
                if (random.nextInt(4) == 0) {
                    waiting.add(due);
                }
            });
        }

        private void fire(Due due) {
            waiting.remove(due);
            if (saga != null && due.saga() == sagas) {
                saga = JSON.readValue(JSON.writeValueAsString(saga), RolloutTicks.class);
                saga.onTick(due.number(), now, deadlines, gateway, this::heardSince);
            }
        }

        /** Not at all, since a while ago, or ever. */
        private Optional<Instant> heardSince() {
            return switch (random.nextInt(4)) {
                case 0 -> Optional.empty();
                case 1 -> Optional.of(now.minus(Duration.ofMinutes(random.nextInt(600))));
                default -> Optional.of(Instant.EPOCH);
            };
        }

        private void loseTheStore() {
            saga = null;
            read = 0;
        }

        /** Its rows and not how far it has read, or its deadlines and not its rows. */
        private void loseAPart() {
            if (random.nextBoolean()) {
                saga = null;
            } else {
                waiting.clear();
            }
        }

        private boolean readOne() {
            if (read == rollout.log().size()) {
                return false;
            }
            Logged next = rollout.log().get(read++);
            boolean begins = next.event() instanceof RolloutStarted
                    || next.event() instanceof RolloutRetried
                    || next.event() instanceof RolloutResumed;
            if (saga == null && begins) {
                saga = new RolloutTicks();
                sagas++;
            }
            if (saga != null) {
                tell(next.event(), next.at());
            }
            return true;
        }

        private void tell(RolloutRunEvent event, Instant at) {
            switch (event) {
                case RolloutCreated e -> {}
                case RolloutCohortListed e -> {}
                case RolloutStarted e -> saga.on(e, at, known, deadlines);
                case RolloutRetried e -> saga.on(e, at, known, deadlines);
                case RolloutOffered e -> saga.on(e, at, deadlines);
                case RolloutOffersTakenBack e -> saga.on(e, at, deadlines);
                case RolloutDevicesLeftOut e -> saga.on(e, at, deadlines);
                case RolloutReported e -> saga.on(e, at, deadlines);
                case RolloutDevicesTimedOut e -> saga.on(e, at, deadlines);
                case RolloutDeviceSkipped e -> saga.on(e, at, deadlines);
                case RolloutWaveEnded e -> saga.on(e, deadlines);
                case RolloutWaveBegun e -> saga.on(e, at, deadlines);
                case RolloutPaused e -> saga.on(e);
                case RolloutResumed e -> saga.on(e, at, known, deadlines);
                case RolloutHalted e -> saga = null;
                case RolloutAborted e -> saga = null;
                case RolloutCompleted e -> saga = null;
            }
        }

        private final class Deadlines extends AbstractDeadlineManager {
            @Override
            public String schedule(Instant at, String deadline, Object number) {
                waiting.add(new Due(sagas, at, (String) number));
                return deadline;
            }

            @Override
            public String schedule(Instant at, String deadline, Object number, ScopeDescriptor scope) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String schedule(Duration after, String deadline, Object number, ScopeDescriptor scope) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void cancelSchedule(String deadline, String id) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void cancelAll(String deadline) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void cancelAllWithinScope(String deadline, ScopeDescriptor scope) {
                throw new UnsupportedOperationException();
            }
        }
    }
}
