package io.devicetrail.ingress.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.shared.MalformedInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.common.AxonTransientException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A report that is set aside for a machine in trouble would not be counted, and a failure that is not stops no rollout. */
class OwnFaultTest {
    @ParameterizedTest
    @MethodSource("ofTheReports")
    void whatTheLogNeverTakesIsTheirs(Throwable fault) {
        assertThat(OwnFault.isIn(fault)).isTrue();
        assertThat(OwnFault.isIn(new IllegalStateException("wrapped", fault))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ofOthers")
    void whatIsAwayOrComesFirstIsNot(Throwable fault) {
        assertThat(OwnFault.isIn(fault)).isFalse();
        assertThat(OwnFault.isIn(new IllegalStateException("wrapped", fault))).isFalse();
    }

    static Stream<Throwable> ofTheReports() {
        return Stream.of(
                new IllegalStateException("the log holds an event that this version does not know"),
                new MalformedInput("reports", "must be 1 to 500"),
                new NullPointerException(),
                new StackOverflowError(),
                // As the log says it: transient, and yet for what is in the row.
                new AxonTransientException("The log refused the change", new SQLException("no such text", "22021")) {});
    }

    static Stream<Throwable> ofOthers() {
        return Stream.of(
                new ConcurrencyException("another command came first", new SQLException("there is one", "23505")),
                new EventStoreException("The log cannot be read", new SQLException("gone", "57P01")),
                new NoHandlerForCommandException("transient, as the log that is away is"),
                new SQLException("no state"),
                new SQLException("deadlock", "40P01"),
                new IOException("away"),
                new UncheckedIOException(new IOException("away")),
                new InterruptedException(),
                new OutOfMemoryError());
    }
}
