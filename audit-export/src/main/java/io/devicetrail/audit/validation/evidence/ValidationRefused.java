package io.devicetrail.audit.validation.evidence;

import java.io.IOException;

/** A pack cannot be made from what was given; the message says why in one line, with the mend. */
public final class ValidationRefused extends IOException {
    private static final long serialVersionUID = 1L;

    public ValidationRefused(String message) {
        super(message);
    }

    public ValidationRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
