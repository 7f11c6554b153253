package io.devicetrail.eventstore.deadletter;

import java.sql.SQLException;

/** The table of dead letters could not be asked: a fault of the database, never of the event at hand. */
public final class DeadLettersUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DeadLettersUnavailableException(SQLException cause) {
        super("The dead letters cannot be read or written: " + cause.getMessage(), cause);
    }
}
