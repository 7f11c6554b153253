package io.devicetrail.app.access;

import org.springframework.security.core.AuthenticationException;

/**
 * What was shown could not be checked: nothing is said of whether it is good, so whoever has it keeps it and comes again.
 */
class NotCheckableException extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    /** @param message for the caller */
    NotCheckableException(String message) {
        super(message);
    }

    /** @param message for the caller */
    NotCheckableException(String message, Throwable cause) {
        super(message, cause);
    }
}
