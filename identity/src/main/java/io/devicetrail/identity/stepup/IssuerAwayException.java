package io.devicetrail.identity.stepup;

/** An issuer does not answer, or not as an issuer would. */
public final class IssuerAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    IssuerAwayException(String why, Throwable cause) {
        super(why, cause);
    }

    IssuerAwayException(String why) {
        super(why);
    }
}
