package io.devicetrail.pki.est;

import org.jspecify.annotations.Nullable;

/** Why a device gets nothing: one sentence, with a stable code before it where programs may branch. */
final class EstRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int WRONG_TYPE = 415;
    static final int TOO_MANY = 429;
    static final int UNAVAILABLE = 503;
    /** Code of what another's authority has signed and nobody takes. */
    static final String UNFIT = "AUTHORITY_ANSWER_UNFIT";

    private final int status;
    private final long retryAfterSeconds;

    EstRefusal(int status, String sentence) {
        this(status, sentence, 0, null);
    }

    /** @param retryAfterSeconds 0 where coming again does not help */
    EstRefusal(int status, String sentence, long retryAfterSeconds, @Nullable Throwable cause) {
        super(sentence, cause, false, false);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static EstRefusal away(@Nullable Throwable cause) {
        return new EstRefusal(
                UNAVAILABLE,
                "LOG_UNAVAILABLE: Whether a certificate was issued is not known; ask again with the same key.",
                5,
                cause);
    }

    /** @param seconds until it is valid by our clock */
    static EstRefusal notYetValid(long seconds) {
        return new EstRefusal(
                UNAVAILABLE,
                "CERTIFICATE_NOT_YET_VALID: The certificate is on record and begins in " + seconds
                        + (seconds == 1 ? " second" : " seconds") + "; ask again with the same key then.",
                seconds,
                null);
    }

    int status() {
        return status;
    }

    /** Whether another's authority has signed all the same: a certificate is in the world that opens nothing here. */
    boolean signedInVain() {
        return sentence().startsWith(UNFIT + ": ");
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
