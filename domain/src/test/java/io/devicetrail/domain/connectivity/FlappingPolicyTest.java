package io.devicetrail.domain.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.connectivity.FlappingPolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlappingPolicyTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final FlappingPolicy POLICY = FlappingPolicy.DEFAULT;
    private static final int STEPS = 2_000;
    private static final int LONGEST_STEP_SECONDS = 120;

    @Test
    void asManyChangesAsMayBeAreToldEach() {
        Swings swings = Swings.NONE;
        boolean online = true;
        for (int i = 0; i <= POLICY.mostChanges(); i++) {
            Judgement judged = judged(online, START.plusSeconds(10L * i));
            Verdict verdict = POLICY.next(swings, judged, START.plusSeconds(10L * i));
            assertThat(verdict.judgement()).isEqualTo(judged);
            swings = verdict.swings();
            online = !online;
        }
    }

    @Test
    void oneMoreIsFlappingSinceThenUntilItHasBeenStable() {
        Swings swings = flapping();
        Instant since = START.plusSeconds(10L * (POLICY.mostChanges() + 1));
        assertThat(swings.flappingSince()).isEqualTo(since);
        Judgement judged = judged(true, since.plusSeconds(10));
        Verdict damped = POLICY.next(swings, judged, since.plusSeconds(10));
        assertThat(damped.judgement())
                .isEqualTo(new Judgement(
                        Connectivity.SUSPECT,
                        List.of(ConnectivityReason.FLAPPING),
                        since,
                        damped.swings().changes().getLast().plus(POLICY.stableFor())));
        Instant stable = damped.swings().changes().getLast().plus(POLICY.stableFor());
        Judgement still = judged(true, stable);
        assertThat(POLICY.next(damped.swings(), still, stable.minusMillis(1))
                        .judgement()
                        .reasons())
                .containsExactly(ConnectivityReason.FLAPPING);
        Verdict calm = POLICY.next(damped.swings(), still, stable);
        assertThat(calm.judgement()).isEqualTo(still);
        assertThat(calm.swings()).isEqualTo(new Swings(true, List.of(), null));
    }

    /** The lease's own next moment is not missed: the device may fall silent while it is damped. */
    @Test
    void aDampedDeviceIsLookedAtWhenItsLeaseRunsOut() {
        Instant now = START.plusSeconds(100);
        Judgement judged = new Judgement(Connectivity.ONLINE, List.of(), now, now.plusSeconds(15));
        assertThat(POLICY.next(flapping(), judged, now).judgement().nextAt()).isEqualTo(now.plusSeconds(15));
    }

    @Test
    void suspectOfflineAndStaleAreOneAbsence() {
        Swings swings = new Swings(false, List.of(), null);
        for (Connectivity value : List.of(Connectivity.SUSPECT, Connectivity.OFFLINE, Connectivity.STALE)) {
            Judgement judged = new Judgement(value, List.of(), START, null);
            assertThat(POLICY.next(swings, judged, START).swings().changes()).isEmpty();
        }
    }

    /** Whatever a device does: flapping is told only of more changes than may be, and what is told changes seldom. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverADeviceDoes(long seed) {
        Random random = new Random(seed);
        Swings swings = Swings.NONE;
        Instant now = START;
        boolean online = true;
        List<Instant> changes = new ArrayList<>();
        List<Instant> told = new ArrayList<>();
        Judgement last = null;
        for (int i = 0; i < STEPS; i++) {
            now = now.plusSeconds(1 + random.nextInt(LONGEST_STEP_SECONDS * (1 + i / (STEPS / 4))));
            if (random.nextBoolean()) {
                online = !online;
                changes.add(now);
            }
            Judgement judged = judged(online, now);
            Verdict verdict = POLICY.next(swings, judged, now);
            swings = verdict.swings();
            boolean flapping = verdict.judgement().reasons().contains(ConnectivityReason.FLAPPING);
            assertThat(swings.changes()).as("seed %d", seed).hasSizeLessThanOrEqualTo(POLICY.mostChanges() + 1);
            Duration sinceChange = changes.isEmpty() ? Duration.ofDays(1) : Duration.between(changes.getLast(), now);
            if (sinceChange.compareTo(POLICY.stableFor()) >= 0) {
                assertThat(flapping).as("stable at %s, seed %d", now, seed).isFalse();
            }
            if (!flapping) {
                assertThat(verdict.judgement()).as("seed %d", seed).isEqualTo(judged);
            }
            if (last == null || last.connectivity() != verdict.judgement().connectivity()) {
                told.add(now);
            }
            last = verdict.judgement();
            Instant from = now.minus(POLICY.window());
            long within = told.stream().filter(at -> at.isAfter(from)).count();
            // Each change that may be, the flapping itself, and its end in as many windows as there are ends.
            assertThat(within)
                    .as("told within a window, seed %d", seed)
                    .isLessThanOrEqualTo(2L * POLICY.mostChanges() + 2);
        }
        assertThat(changes.size()).as("seed %d shows something", seed).isGreaterThan(told.size());
    }

    private static Swings flapping() {
        Swings swings = Swings.NONE;
        for (int i = 0; i <= POLICY.mostChanges() + 1; i++) {
            Instant now = START.plusSeconds(10L * i);
            swings = POLICY.next(swings, judged(i % 2 == 0, now), now).swings();
        }
        return swings;
    }

    private static Judgement judged(boolean online, Instant at) {
        return online
                ? new Judgement(Connectivity.ONLINE, List.of(ConnectivityReason.HEARD_FROM_DEVICE), at, null)
                : new Judgement(Connectivity.OFFLINE, List.of(ConnectivityReason.WILL_RECEIVED), at, null);
    }
}
