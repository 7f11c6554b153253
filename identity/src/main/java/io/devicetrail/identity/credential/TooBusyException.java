package io.devicetrail.identity.credential;

/** There was no turn within the time that one waits for it; nothing was decided, and one may try again. */
public final class TooBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooBusyException(String message) {
        super(message);
    }
}
