package io.devicetrail.commandside;

import io.devicetrail.domain.shared.Rejection;
import org.axonframework.commandhandling.CommandExecutionException;

/** Makes refusals: the rejection travels as the exception's details, its message for whoever reads a log file. */
public final class Rejected {
    private Rejected() {}

    public static CommandExecutionException because(Rejection rejection) {
        return new CommandExecutionException(rejection.code() + ": " + rejection.message(), null, rejection);
    }

    /** @param cause for the server's own use; the caller is told the rejection alone */
    public static CommandExecutionException because(Rejection rejection, Throwable cause) {
        return new CommandExecutionException(rejection.code() + ": " + rejection.message(), cause, rejection);
    }

    /** One check of a column: refuses with {@code otherwise} unless {@code holds}. */
    public static void unless(boolean holds, Rejection otherwise) {
        if (!holds) {
            throw because(otherwise);
        }
    }
}
