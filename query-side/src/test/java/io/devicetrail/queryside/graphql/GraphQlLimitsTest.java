package io.devicetrail.queryside.graphql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphQlLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1000, 1, 0, 0, max-depth",
        "101, 1000, 1, 0, 0, max-depth",
        "20, 0, 1, 0, 0, max-fields",
        "20, 10001, 1, 0, 0, max-fields",
        "20, 1000, 0, 0, 0, max-values",
        "20, 1000, 10000001, 0, 0, max-values",
        "20, 1000, 1, -1, 0, max-aliases",
        "20, 1000, 1, 1001, 0, max-aliases",
        "20, 1000, 1, 0, -1, max-directives",
        "20, 1000, 1, 0, 1001, max-directives"
    })
    void limitsThatLimitNothingOrEverythingAreRefused(
            int depth, int fields, int values, int aliases, int directives, String named) {
        assertThatThrownBy(() -> new GraphQlLimits(depth, fields, values, aliases, directives))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("devicetrail.graphql." + named + " must be ");
    }

    @Test
    void theirOwnBoundsAreTaken() {
        assertThatCode(() -> new GraphQlLimits(1, 1, 1, 0, 0)).doesNotThrowAnyException();
        assertThatCode(() -> new GraphQlLimits(100, 10_000, 10_000_000, 1_000, 1_000))
                .doesNotThrowAnyException();
    }
}
