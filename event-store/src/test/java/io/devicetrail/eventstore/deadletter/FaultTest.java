package io.devicetrail.eventstore.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.eventstore.append.LogUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.axonframework.common.AxonTransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event parked for a machine in trouble would be missing until somebody noticed. */
class FaultTest {
    @ParameterizedTest
    @ValueSource(strings = {"22001", "22003", "22P02", "23502", "23505", "23514", "21000", "P0001"})
    void theseLieInTheEvent(String state) {
        assertThat(Fault.liesInTheEvent(wrapped(new SQLException("no", state)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "25P02", "25006", "26000", "28P01", "40001", "40P01", "42501", "42703", "53100", "53300",
                "55P03", "57014", "57P01", "58030", "XX000", "XX001"
            })
    void theseLieInTheDatabaseOrInUs(String state) {
        assertThat(Fault.liesInTheEvent(wrapped(new SQLException("no", state)))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("trouble")
    void whatIsAwayComesBack(Throwable trouble) {
        assertThat(Fault.liesInTheEvent(wrapped(trouble))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("poison")
    void aHandlerThatFailsByItselfFailsOnTheEvent(Throwable poison) {
        assertThat(Fault.liesInTheEvent(wrapped(poison))).isTrue();
    }

    /** Modules that do not know this one tell by it that the change may be asked for again. */
    @Test
    void aLogThatIsAwayIsTransient() {
        assertThat(new LogUnavailableException("The log is closing; nothing was stored."))
                .isInstanceOf(AxonTransientException.class);
    }

    static Stream<Throwable> trouble() {
        return Stream.of(
                new SQLException("no state"),
                new IOException("Elasticsearch is away"),
                new UncheckedIOException(new IOException("Elasticsearch is away")),
                new LogUnavailableException("The log is closing; nothing was stored."),
                new InterruptedException(),
                new OutOfMemoryError());
    }

    static Stream<Throwable> poison() {
        return Stream.of(new NullPointerException(), new IllegalArgumentException(), new ArithmeticException());
    }

    private static Throwable wrapped(Throwable cause) {
        return new IllegalStateException("a handler failed", cause);
    }
}
