package io.devicetrail.domain.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.shared.MalformedInput;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a model may say of a command's class and retries, and when the attempts are. */
class CommandClassTest {
    private static final RetryPolicy THRICE = new RetryPolicy(3, 5, 2, 60, List.of("BUSY"));

    @Test
    void realTimeIsShortAndToldOnce() {
        assertThatCode(() -> command(60, CommandClass.REAL_TIME, null)).doesNotThrowAnyException();
        assertThatThrownBy(() -> command(61, CommandClass.REAL_TIME, null)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> command(60, CommandClass.REAL_TIME, THRICE)).isInstanceOf(MalformedInput.class);
    }

    @ParameterizedTest
    @EnumSource(value = CommandClass.class, names = "REAL_TIME", mode = Mode.EXCLUDE)
    void otherClassesHaveTimeAndRetries(CommandClass any) {
        assertThatCode(() -> command(86_400, any, THRICE)).doesNotThrowAnyException();
    }

    @Test
    void pausesGrowByTheFactorUpToTheLongest() {
        RetryPolicy policy = new RetryPolicy(10, 5, 2, 60, List.of());
        assertThat(IntStream.rangeClosed(2, 10)
                        .mapToObj(policy::pauseBefore)
                        .map(pause -> pause.toSeconds())
                        .toList())
                .containsExactly(5L, 10L, 20L, 40L, 60L, 60L, 60L, 60L, 60L);
        assertThat(new RetryPolicy(3, 1, 1.5, 60, List.of()).pauseBefore(3)).hasMillis(1_500);
    }

    @ParameterizedTest
    @CsvSource({
        "1,5,2,60",
        "11,5,2,60",
        "3,0,2,60",
        "3,5,0.9,60",
        "3,5,10.1,60",
        "3,5,NaN,60",
        "3,5,2,4",
        "3,5,2,86401",
    })
    void retriesHaveBounds(int attempts, int firstPause, double factor, int longestPause) {
        assertThatThrownBy(() -> new RetryPolicy(attempts, firstPause, factor, longestPause, List.of()))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void codesHaveBounds() {
        List<String> codes = IntStream.range(0, 51).mapToObj(String::valueOf).toList();
        assertThatThrownBy(() -> new RetryPolicy(3, 5, 2, 60, codes)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new RetryPolicy(3, 5, 2, 60, List.of("x".repeat(101))))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new RetryPolicy(3, 5, 2, 60, List.of(" "))).isInstanceOf(MalformedInput.class);
    }

    private static CommandDefinition command(int timeoutSeconds, CommandClass of, @Nullable RetryPolicy retry) {
        return new CommandDefinition("dose", List.of(), timeoutSeconds, of, retry, false);
    }
}
