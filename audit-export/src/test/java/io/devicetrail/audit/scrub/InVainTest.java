package io.devicetrail.audit.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a scrubber that completes no round says so. */
class InVainTest {
    private static final Duration HOUR = Duration.ofHours(1);
    /** A day's and a bit more than half a day's work. */
    private static final long LARGE = 250_000_000;

    private static final long SMALL = 1_000;

    private long now = Long.MAX_VALUE - 5;
    private boolean beats = true;
    private final InVain inVain = new InVain(() -> beats, new ScrubPace(2_000, HOUR), () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void onlyACompletedRoundTakesBackWhatEndedInVain() {
        for (int round = 0; round < InVain.MOST; round++) {
            assertThat(inVain.isTooMuch()).isFalse();
            inVain.began(SMALL + round);
            inVain.ended();
        }
        assertThat(inVain.isTooMuch()).isTrue();
        inVain.began(SMALL);
        assertThat(inVain.isTooMuch()).as("until it is completed").isTrue();
        inVain.completed();
        assertThat(inVain.isTooMuch()).isFalse();
    }

    /** Whoever has the pulse stop just then too, or keeps rounds from ending without any error. */
    @Test
    void aDayWithoutARoundIsTooLongWhateverTheReason() {
        beats = false;
        inVain.began(SMALL);
        for (int hour = 0; hour < 24; hour++) {
            inVain.ended();
            pass(HOUR);
            assertThat(inVain.isTooMuch()).as("after hour %d", hour).isFalse();
        }
        pass(HOUR);
        assertThat(inVain.isTooMuch()).isTrue();
        assertThat(inVain.tooLong()).isEqualTo("no round was completed for 24 hours");
        inVain.completed();
        assertThat(inVain.isTooLong()).isFalse();
    }

    @Test
    void aLargeLogHasTheTimeOfSeveralRoundsAndNoMoreForGrowingMeanwhile() {
        inVain.began(LARGE);
        Duration round = Duration.ofSeconds(LARGE / 2_000).plus(HOUR);
        for (int behind = 0; behind < InVain.PLANNED; behind++) {
            pass(round);
            inVain.ended();
            inVain.began(LARGE * (behind + 2));
        }
        assertThat(inVain.isTooLong()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(inVain.isTooLong()).isTrue();
    }

    @Test
    void aLongPauseAndASlowMachineAreNoSilence() {
        InVain resting = new InVain(() -> beats, new ScrubPace(1_000_000, Duration.ofDays(7)), () -> now);
        resting.began(SMALL);
        resting.completed();
        pass(Duration.ofDays(8));
        assertThat(resting.isTooLong()).isFalse();
        InVain fast = new InVain(() -> beats, new ScrubPace(1_000_000, HOUR), () -> now);
        fast.began(LARGE * 10);
        pass(Duration.ofDays(10));
        assertThat(fast.isTooLong()).isFalse();
        InVain slowest = new InVain(() -> beats, new ScrubPace(1, HOUR), () -> now);
        slowest.began(LARGE * 100);
        assertThat(slowest.isTooLong()).as("planned for centuries").isFalse();
    }

    @Test
    void whereNothingWasEverSignedNoRoundIsDue() {
        for (int day = 0; day < 3; day++) {
            inVain.nothingToCheck();
            pass(Duration.ofHours(20));
        }
        assertThat(inVain.isTooLong()).isFalse();
        inVain.began(SMALL);
        pass(Duration.ofHours(5));
        inVain.nothingToCheck();
        assertThat(inVain.isTooLong()).as("it was taken away").isTrue();
    }
}
