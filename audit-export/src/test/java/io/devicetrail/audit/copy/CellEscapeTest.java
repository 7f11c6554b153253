package io.devicetrail.audit.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellEscapeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\tplain",
                "\rplain",
                "\nplain",
                "'already marked",
                "''twice",
                "",
                "\uFF1D1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF20SUM",
                "\uFE661",
                "\uFE621",
                "\uFE631",
                "\uFE6BSUM",
                "\u22121",
                " =1",
                "   -1",
                "\u00A0=1",
                "\u3000@x",
                "\u200B=1",
                "\uFEFF=1",
                "\u0000=1",
                " \t\r\n +1",
                " \uFF1D1"
            })
    void aDangerousStartIsMarkedAndUndone(String text) {
        assertThat(CellEscape.escape(text)).isEqualTo("'" + text);
        assertThat(CellEscape.undo("'" + text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a=b", "1-2", " plain", "ada@example.org", "0", "°C", "≠", "—", "🌡", "   ", "x'"})
    void anyOtherTextIsLeftAlone(String text) {
        assertThat(CellEscape.escape(text)).isEqualTo(text);
        assertThat(CellEscape.undo(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @NullSource
    void aMissingValueIsAnEmptyCell(String missing) {
        assertThat(CellEscape.escape(missing)).isNull();
        assertThat(CellEscape.undo("")).isNull();
    }

    @Test
    void everyTextComesBackAsItWas() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "=+-@'\t\r\n \u00A0\uFF1D\uFEFFab\",;0";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(5); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String cell = Objects.requireNonNull(CellEscape.escape(text.toString()));
            assertThat(CellEscape.undo(cell)).as("seed %d", seed).isEqualTo(text.toString());
        }
    }
}
