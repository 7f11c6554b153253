package io.devicetrail.domain.rolloutrun.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
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
        assertThat(StopRule.passed(new StopThresholds(percent, devices), failedOfWave, wave, failed)
                        .orElse(null))
                .isEqualTo(cause);
    }
}
