package io.devicetrail.ingress.rollout;

import io.devicetrail.ingress.intake.Unstorable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.axonframework.common.AxonTransientException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Tells reports that the log never takes, or a run that cannot be read, from a machine in trouble and from a command that
 * came first. Only the former may be set aside: whatever is away comes back, and a report that is set aside is not counted.
 */
final class OwnFault {
    private OwnFault() {}

    static boolean isIn(Throwable failure) {
        boolean ofTheMachine = false;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ConcurrencyException) {
                return false;
            }
            ofTheMachine = ofTheMachine || isOfTheMachine(at);
        }
        return !ofTheMachine || Unstorable.isThe(failure);
    }

    /** A log that is away is transient, too. Endless recursion and a broken assertion are about what is handled. */
    private static boolean isOfTheMachine(Throwable at) {
        return at instanceof SQLException
                || at instanceof IOException
                || at instanceof UncheckedIOException
                || at instanceof TimeoutException
                || at instanceof InterruptedException
                || at instanceof EventStoreException
                || at instanceof AxonTransientException
                || at instanceof Error && !(at instanceof StackOverflowError) && !(at instanceof AssertionError);
    }
}
