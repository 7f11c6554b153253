package io.devicetrail.identity.firststart;

import java.util.Optional;

/** The one-time secret of the first administrator, for whoever started the instance: printed once, kept nowhere. */
public interface FirstSecret {
    /** The user name that it is for. */
    String USER_NAME = "administrator";

    /** Gives it once; empty if there is none, or it was taken. */
    Optional<String> take();
}
