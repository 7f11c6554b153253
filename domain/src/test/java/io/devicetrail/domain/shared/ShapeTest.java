package io.devicetrail.domain.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\u2003", "two\nlines", "bell\u0007", "nul\u0000", "next\u0085line"})
    void textThatIsNoneIsRefusedByTheNameOfItsField(@Nullable String text) {
        assertThatThrownBy(() -> Shape.text("batch", text))
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.field()).isEqualTo("batch"));
    }

    @Test
    void textHasALongestLength() {
        assertThat(Shape.text("batch", "x".repeat(Shape.LONGEST_TEXT))).hasSize(Shape.LONGEST_TEXT);
        assertThatThrownBy(() -> Shape.text("batch", "x".repeat(Shape.LONGEST_TEXT + 1)))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void blanksAroundTextAreNoPartOfIt() {
        assertThat(Shape.text("batch", "  2026-11 ")).isEqualTo("2026-11");
        assertThat(Shape.optionalText("batch", "   ")).isNull();
        assertThat(Shape.optionalText("batch", " A ")).isEqualTo("A");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 11, Integer.MAX_VALUE})
    void numbersOutsideTheirRangeAreRefused(int number) {
        assertThatThrownBy(() -> Shape.within("version", number, 1, 10)).isInstanceOf(MalformedInput.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void bothEndsBelongToTheRange(int number) {
        assertThat(Shape.within("version", number, 1, 10)).isEqualTo(number);
    }
}
