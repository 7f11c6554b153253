package io.devicetrail.queryside.graphql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphQlLimitsTest {
    @ParameterizedTest
    @CsvSource({"0, 1000", "101, 1000", "20, 0", "20, 10001"})
    void limitsThatLimitNothingOrEverythingAreRefused(int depth, int fields) {
        assertThatThrownBy(() -> new GraphQlLimits(depth, fields))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max-depth must be 1 to 100, max-fields 1 to 10000");
    }

    @Test
    void theirOwnBoundsAreTaken() {
        assertThatCode(() -> new GraphQlLimits(1, 1)).doesNotThrowAnyException();
        assertThatCode(() -> new GraphQlLimits(100, 10_000)).doesNotThrowAnyException();
    }
}
