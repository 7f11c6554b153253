package io.devicetrail.audit.scrub;

import java.io.IOException;

/** The log answers, and does not take this mismatch: it may take another all the same. */
public final class MismatchRefused extends IOException {
    private static final long serialVersionUID = 1L;

    public MismatchRefused(String why, Throwable cause) {
        super(why, cause);
    }
}
