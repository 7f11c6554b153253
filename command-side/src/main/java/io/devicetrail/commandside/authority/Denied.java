package io.devicetrail.commandside.authority;

import io.devicetrail.domain.shared.Denial;
import org.axonframework.commandhandling.CommandExecutionException;

/** Tells refusals for who asked from others. */
public final class Denied {
    private Denied() {}

    /** Whether it was a denial, in whatever words the person is told. */
    public static boolean is(Throwable refusal) {
        return refusal instanceof CommandExecutionException e
                && (e.getCause() instanceof NotVisible
                        || e.getDetails().filter(Denial.class::isInstance).isPresent());
    }
}
