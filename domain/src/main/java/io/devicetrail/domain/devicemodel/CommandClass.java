package io.devicetrail.domain.devicemodel;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import org.jspecify.annotations.Nullable;

/** What kind of thing a command is to the device, and what follows for its sending; the names are part of the API. */
public enum CommandClass {
    /** Of this moment or not at all: a short time, never tried again, refused if the device cannot be heard. */
    REAL_TIME,
    /** What the device shall be from now on: one at a time for each device, in the order of the requests. */
    CONFIGURATION,
    /** Something the device does once. What a command is if its model says nothing. */
    OPERATION;

    /** Longest time of a command of real time: who waits longer for it no longer means this moment. */
    public static final int LONGEST_REAL_TIME_SECONDS = 60;

    /** @throws MalformedInput if a command of this class cannot have this time or these retries */
    void requireFits(String command, int timeoutSeconds, @Nullable RetryPolicy retry) {
        if (this == REAL_TIME) {
            Shape.within(command + " timeoutSeconds", timeoutSeconds, 1, LONGEST_REAL_TIME_SECONDS);
            if (retry != null) {
                throw new MalformedInput(command + " retry", "is not for a command of real time");
            }
        }
    }
}
