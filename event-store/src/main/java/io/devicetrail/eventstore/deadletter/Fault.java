package io.devicetrail.eventstore.deadletter;

import io.devicetrail.eventstore.append.LogUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.axonframework.common.AxonTransientException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Tells an event that cannot be applied from a machine that is in trouble. Only the first may be set aside: whatever is
 * away comes back, and an event parked for it would be missing until somebody noticed.
 */
final class Fault {
    /** Classes of SQLSTATE that speak of the values at hand. */
    private static final Set<String> ABOUT_VALUES = Set.of("21", "22", "23", "P0");
    /** A row too long for a page or an index. */
    private static final String TOO_LONG = "54000";

    private static final int CLASS = 2;

    private Fault() {}

    static boolean liesInTheEvent(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state != null
                        && (state.equals(TOO_LONG)
                                || state.length() > CLASS && ABOUT_VALUES.contains(state.substring(0, CLASS)));
            }
        }
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (isOfTheMachine(at)) {
                return false;
            }
        }
        return true;
    }

    /** Endless recursion and a broken assertion are about what is handled; any other error is about where. */
    private static boolean isOfTheMachine(Throwable at) {
        return at instanceof IOException
                || at instanceof UncheckedIOException
                || at instanceof TimeoutException
                || at instanceof InterruptedException
                || at instanceof LogUnavailableException
                || at instanceof EventStoreException
                || at instanceof ConcurrencyException
                || at instanceof DeadLettersUnavailableException
                || at instanceof AxonTransientException
                || at instanceof Error && !(at instanceof StackOverflowError) && !(at instanceof AssertionError);
    }
}
