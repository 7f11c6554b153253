package io.devicetrail.domain.shared;

import java.util.OptionalLong;

/** Where things are in the log. */
public interface LogPositions {
    /** Log index of the last event of a command; empty if the log holds none of it. */
    OptionalLong lastOf(String commandId);

    /** Index of the newest event; -1 while the log is empty. */
    long head();
}
