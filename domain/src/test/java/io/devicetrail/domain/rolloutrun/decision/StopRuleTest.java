package io.devicetrail.domain.rolloutrun.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures up to the thresholds are borne, and one more stops. */
class StopRuleTest {
    @ParameterizedTest(name = "{0} % and {1} of all: {2} of {3} of the wave, {4} of all: {5}")
    @CsvSource({
        "5,    , 5, 100, 99,",
        "5,    , 6, 100, 6, FAILED_PERCENT",
        "5,    , 1, 19, 1, FAILED_PERCENT",
        "5,    , 1, 20, 1,",
        "0,    , 1, 10000, 1, FAILED_PERCENT",
        "33,   , 1, 3, 1, FAILED_PERCENT",
        "34,   , 1, 3, 1,",
        "100,  , 10000, 10000, 10000,",
        "    ,0, 1, 10, 1, FAILED_DEVICES",
        "    ,3, 3, 10, 3,",
        "    ,3, 1, 10, 4, FAILED_DEVICES",
        "50,  3, 1, 10, 4, FAILED_DEVICES",
        "5,   3, 4, 10, 4, FAILED_PERCENT",
    })
    void oneMoreThanIsBorneStops(
            @Nullable Integer percent,
            @Nullable Integer devices,
            int failedOfWave,
            int wave,
            int failed,
            @Nullable RolloutStopCause cause) {
        assertThat(StopRule.passed(new StopThresholds(percent, devices), new Wave(100, 0), failedOfWave, wave, failed)
                        .orElse(null))
                .isEqualTo(cause);
    }

    /** The plan bears half of each wave and four devices of all. */
    @ParameterizedTest(name = "of the wave {0} % and {1}: {2} of {3} of the wave, {4} of all: {5}")
    @CsvSource({
        "10,  , 1, 10, 1,",
        "10,  , 2, 10, 2, FAILED_PERCENT",
        "90,  , 4, 5, 4,",
        "90,  , 4, 5, 5, FAILED_DEVICES",
        "   , 0, 1, 10, 1, FAILED_DEVICES_OF_WAVE",
        "   , 2, 2, 10, 4,",
        "   , 2, 1, 10, 5, FAILED_DEVICES",
        "   , 2, 3, 5, 5, FAILED_PERCENT",
    })
    void aWavesOwnShareIsInPlaceOfThePlansAndItsOwnNumberBesideIt(
            @Nullable Integer percent,
            @Nullable Integer devices,
            int failedOfWave,
            int wave,
            int failed,
            @Nullable RolloutStopCause cause) {
        Wave own = new Wave(100, null, 0, percent, devices, null);
        assertThat(StopRule.passed(new StopThresholds(50, 4), own, failedOfWave, wave, failed)
                        .orElse(null))
                .isEqualTo(cause);
    }
}
