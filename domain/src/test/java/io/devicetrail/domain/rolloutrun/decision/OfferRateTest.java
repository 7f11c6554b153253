package io.devicetrail.domain.rolloutrun.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How fast a run offers. */
class OfferRateTest {
    @ParameterizedTest
    @CsvSource({"60, 60", "61, 61", "100, 100", "179, 179", "10000, 10000", "600000, 600000"})
    void sixtyTicksInSuccessionComeToTheRateAndNotToMore(int perMinute, int offers) {
        OfferRate rate = new OfferRate(perMinute);
        for (long first = 1; first <= 120; first++) {
            assertThat(LongStream.range(first, first + 60)
                            .mapToInt(rate::permits)
                            .sum())
                    .isEqualTo(offers);
        }
        assertThat(rate.interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void belowOneInASecondEachOfferHasATickOfItsOwn() {
        assertThat(new OfferRate(7).permits(1)).isEqualTo(1);
        assertThat(new OfferRate(7).interval()).isEqualTo(Duration.ofMillis(8_572));
        assertThat(new OfferRate(1).interval()).isEqualTo(Duration.ofMinutes(1));
    }

    /** Tick by tick: after so many ticks the last device has had its offer, and after one less it has not. */
    @ParameterizedTest
    @CsvSource({"1, 3", "7, 20", "60, 100", "61, 1000", "179, 1", "600, 10000", "10000, 9999"})
    void theLeastTimeIsThatOfTheTicksThatItTakes(int perMinute, int devices) {
        OfferRate rate = new OfferRate(perMinute);
        long ticks = 0;
        for (int offered = 0; offered < devices; offered += rate.permits(ticks)) {
            ticks++;
        }
        assertThat(rate.leastFor(devices)).isEqualTo(rate.interval().multipliedBy(ticks));
        assertThat(rate.leastFor(0)).isZero();
    }
}
