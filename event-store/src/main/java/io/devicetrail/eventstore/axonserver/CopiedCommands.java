package io.devicetrail.eventstore.axonserver;

import io.devicetrail.eventstore.append.LogUnavailableException;
import java.util.Collection;
import java.util.Set;

/** Which commands have stored something, as far as the copy of the log has come. */
interface CopiedCommands {
    /**
     * Waits until the copy holds everything that the log holds now.
     *
     * @throws LogUnavailableException if it does not in time
     */
    void awaitHead();

    boolean holds(String commandId);

    /** Those among them that have. */
    Set<String> heldOf(Collection<String> commandIds);
}
