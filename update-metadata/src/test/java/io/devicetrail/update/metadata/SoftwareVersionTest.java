package io.devicetrail.update.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftwareVersionTest {

    private static final List<String> ASCENDING = List.of(
            "0.9",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.0.1",
            "1.2",
            "1.10",
            "2",
            "2.0.1");

    @Test
    void versions_are_ordered_as_semantic_versioning_orders_them() {
        for (int left = 0; left < ASCENDING.size(); left++) {
            for (int right = 0; right < ASCENDING.size(); right++) {
                assertThat(Integer.signum(SoftwareVersion.of(ASCENDING.get(left))
                                .compareTo(SoftwareVersion.of(ASCENDING.get(right)))))
                        .as("%s and %s", ASCENDING.get(left), ASCENDING.get(right))
                        .isEqualTo(Integer.signum(Integer.compare(left, right)));
            }
        }
    }

    @Test
    void numbers_that_are_not_there_count_as_0() {
        assertThat(SoftwareVersion.of("2.1").compareTo(SoftwareVersion.of("2.1.0.0")))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v2", "2.", "2.1.0.0.1", "2.1-", "2.1 ", "1234567890", "2.1+build"})
    void a_text_without_an_order_is_no_version(String text) {
        assertThatThrownBy(() -> SoftwareVersion.of(text)).isInstanceOf(UpdateRefused.class);
    }
}
