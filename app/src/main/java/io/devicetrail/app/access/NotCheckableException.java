package io.devicetrail.app.access;

import org.springframework.security.core.AuthenticationException;

/**
 * What was shown could not be checked: nothing is said of whether it is good, so whoever has it keeps it and comes again.
 */
class NotCheckableException extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param message for the caller */
    NotCheckableException(String message) {
        super(message);
        this.code = Refusals.LOG_UNAVAILABLE;
    }

    /** @param message for the caller */
    NotCheckableException(String message, Throwable cause) {
        this(Refusals.LOG_UNAVAILABLE, message, cause);
    }

    /**
     * @param code of what is away
     * @param message for the caller
     */
    NotCheckableException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    String code() {
        return code;
    }
}
