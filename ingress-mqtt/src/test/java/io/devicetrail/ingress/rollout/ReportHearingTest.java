package io.devicetrail.ingress.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Looks each ten seconds, of a platform that has been there since the first. */
class ReportHearingTest {
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private Instant now = TEN;
    private Optional<Duration> oldest = Optional.of(Duration.ZERO);
    private boolean answers = true;
    private final ReportHearing hearing =
            new ReportHearing(() -> oldest, this::database, ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @Test
    void nobodyIsHeardBeforeTheFirstLook() {
        assertThat(hearing.since()).isEmpty();
        hearing.round();
        assertThat(hearing.since()).contains(TEN);
    }

    @Test
    void itStandsForAsLongAsReportsComeThrough() {
        hearing.round();
        look(100);
        assertThat(hearing.since()).contains(TEN);
    }

    /** The broker keeps what comes meanwhile. */
    @Test
    void aBreakOfLessThanAMinuteTakesNothingFromAnybody() {
        hearing.round();
        oldest = Optional.empty();
        look(5);
        assertThat(hearing.since()).contains(TEN);
        oldest = Optional.of(Duration.ZERO);
        look(1);
        assertThat(hearing.since()).contains(TEN);
    }

    @Test
    void whileTheBrokerIsAwayNobodyIsHeardAndAfterItTheyAreFromThenOn() {
        hearing.round();
        oldest = Optional.empty();
        look(7);
        assertThat(hearing.since()).isEmpty();
        oldest = Optional.of(Duration.ZERO);
        look(1);
        assertThat(hearing.since()).contains(now);
    }

    @Test
    void soItIsWhileTheDatabaseIsAway() {
        hearing.round();
        answers = false;
        look(7);
        assertThat(hearing.since()).isEmpty();
        answers = true;
        look(2);
        assertThat(hearing.since()).contains(now.minus(PAUSE));
    }

    /** Which takes nothing then. */
    @Test
    void soItIsWhileAReportWaitsForTheLog() {
        hearing.round();
        oldest = Optional.of(Duration.ofSeconds(30));
        look(7);
        assertThat(hearing.since()).as("it may be its turn yet").contains(TEN);
        oldest = Optional.of(Duration.ofSeconds(31));
        look(7);
        assertThat(hearing.since()).isEmpty();
    }

    /** The machine stood still, or its clock was moved: the next look begins anew, and there is none to go by before it. */
    @Test
    void whatWasNotLookedAtWasNotHeard() {
        for (Duration gap : new Duration[] {Duration.ofHours(6), Duration.ofHours(-6)}) {
            hearing.round();
            now = now.plus(gap);
            assertThat(hearing.since()).isEmpty();
            hearing.round();
            assertThat(hearing.since()).contains(now);
        }
    }

    private void look(int times) {
        for (int look = 0; look < times; look++) {
            now = now.plus(PAUSE);
            hearing.round();
        }
    }

    private void database() {
        if (!answers) {
            throw new IllegalStateException("no connection");
        }
    }
}
