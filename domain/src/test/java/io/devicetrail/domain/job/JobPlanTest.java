package io.devicetrail.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.job.JobPlan.AbortThresholds;
import io.devicetrail.domain.job.JobPlan.Cause;
import io.devicetrail.domain.shared.MalformedInput;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How fast a job hands out, and when it halts. */
class JobPlanTest {
    private static final int RUNS = 10_000;
    private static final long SEED = 4711;

    /** Against a reckoning in fractions that knows nothing of the product's integers: halted at the very device, or never. */
    @Test
    void aJobHaltsAtExactlyTheDeviceThatReachesAThreshold() {
        Random random = new Random(SEED);
        int halted = 0;
        for (int run = 0; run < RUNS; run++) {
            AbortThresholds abort = any(random);
            double often = random.nextDouble();
            int failed = 0;
            for (int ended = 1; ended <= 1 + random.nextInt(200); ended++) {
                if (random.nextDouble() >= often) {
                    continue;
                }
                failed++;
                Optional<Cause> cause = abort.reachedBy(failed, ended);
                assertThat(cause.isPresent())
                        .as("%s, %d of %d, run %d of seed %d", abort, failed, ended, run, SEED)
                        .isEqualTo(reached(abort, failed, ended));
                if (cause.isPresent()) {
                    halted++;
                    break;
                }
            }
        }
        assertThat(halted).as("the control: many runs halt, and many do not").isBetween(RUNS / 10, RUNS * 9 / 10);
    }

    private static boolean reached(AbortThresholds abort, int failed, int ended) {
        Integer count = abort.failedCount();
        Integer percent = abort.failedPercent();
        return count != null && failed >= count
                || percent != null
                        && ended >= abort.minimumSample()
                        && new BigDecimal(failed)
                                        .multiply(BigDecimal.valueOf(100))
                                        .compareTo(new BigDecimal(percent).multiply(new BigDecimal(ended)))
                                >= 0;
    }

    private static AbortThresholds any(Random random) {
        boolean percent = random.nextBoolean();
        return new AbortThresholds(
                        percent ? 1 + random.nextInt(100) : null,
                        !percent || random.nextBoolean() ? 1 + random.nextInt(60) : null,
                        1 + random.nextInt(50))
                .checked();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,7", "59,59", "60,60", "61,61", "90,90", "1000,1000", "10000,10000"})
    void aMinuteOfTicksComesToTheRateAndNotToMore(int rate, int inAMinute) {
        JobPlan plan = plan(rate);
        long ticks = 60_000 / plan.interval().toMillis();
        long permitted = 0;
        for (long tick = 1; tick <= ticks; tick++) {
            permitted += plan.permits(tick);
        }
        assertThat(permitted).isBetween((long) inAMinute - 1, (long) inAMinute);
    }

    @ParameterizedTest
    @ValueSource(ints = {61, 90, 1_000, 10_000})
    void anySixtyTicksComeToTheRate(int rate) {
        JobPlan plan = plan(rate);
        for (long first : new long[] {1, 17, 12_345, 1_000_000_007L}) {
            long permitted = 0;
            for (long tick = first; tick < first + 60; tick++) {
                permitted += plan.permits(tick);
            }
            assertThat(permitted).isEqualTo(rate);
        }
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void isRefused(@Nullable Integer percent, @Nullable Integer count, int sample, int rate, String field) {
        JobPlan plan = new JobPlan("dose", new TreeMap<>(), null, rate, new AbortThresholds(percent, count, sample));
        assertThatThrownBy(plan::checked)
                .isInstanceOfSatisfying(
                        MalformedInput.class,
                        refused -> assertThat(refused.field()).isEqualTo(field));
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of(null, null, 1, 60, "abort"),
                Arguments.of(0, null, 1, 60, "abort.failedPercent"),
                Arguments.of(101, null, 1, 60, "abort.failedPercent"),
                Arguments.of(null, 0, 1, 60, "abort.failedCount"),
                Arguments.of(null, 10_001, 1, 60, "abort.failedCount"),
                Arguments.of(5, null, 0, 60, "abort.minimumSample"),
                Arguments.of(5, null, 10_001, 60, "abort.minimumSample"),
                Arguments.of(5, null, 1, 0, "ratePerMinute"),
                Arguments.of(5, null, 1, 10_001, "ratePerMinute"));
    }

    @Test
    void theFirstThresholdThatIsReachedIsTheCause() {
        AbortThresholds both = new AbortThresholds(50, 3, 4);
        assertThat(both.reachedBy(2, 3)).as("too few for a share").isEmpty();
        assertThat(both.reachedBy(2, 4)).contains(Cause.FAILED_PERCENT);
        assertThat(both.reachedBy(3, 100)).contains(Cause.FAILED_COUNT);
        assertThat(both.reachedBy(0, 100)).isEmpty();
    }

    private static JobPlan plan(int rate) {
        return new JobPlan("dose", new TreeMap<>(), null, rate, new AbortThresholds(null, 1, 1)).checked();
    }
}
