package io.devicetrail.identity.stepup;

/** What came back from an issuer proves nothing. The message says why, and holds no token, code or nonce. */
final class NotProvenException extends Exception {
    private static final long serialVersionUID = 1L;

    NotProvenException(String why) {
        super(why);
    }
}
