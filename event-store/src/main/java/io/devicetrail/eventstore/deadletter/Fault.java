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
    /**
     * Classes of SQLSTATE that speak of the connection, the transaction, our own statement, resources, an operator or
     * the server, and not of the values at hand.
     */
    private static final Set<String> NOT_THE_VALUES =
            Set.of("08", "25", "26", "28", "40", "42", "53", "55", "57", "58", "XX");

    private Fault() {}

    static boolean liesInTheEvent(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state != null && state.length() == 5 && !NOT_THE_VALUES.contains(state.substring(0, 2));
            }
            if (at instanceof IOException
                    || at instanceof UncheckedIOException
                    || at instanceof TimeoutException
                    || at instanceof InterruptedException
                    || at instanceof LogUnavailableException
                    || at instanceof EventStoreException
                    || at instanceof ConcurrencyException
                    || at instanceof DeadLettersUnavailableException
                    || at instanceof AxonTransientException
                    || at instanceof Error) {
                return false;
            }
        }
        return true;
    }
}
