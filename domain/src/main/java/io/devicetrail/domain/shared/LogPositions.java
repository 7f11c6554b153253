package io.devicetrail.domain.shared;

import java.util.OptionalLong;

/** Where commands stand in the log: tells an answered command from one never stored, also after a crash. */
public interface LogPositions {
    /** Log index of the last event that the command with this message id caused; empty if it caused none. */
    OptionalLong lastOf(String commandId);

    /** Index of the newest event; -1 while the log is empty. */
    long head();
}
