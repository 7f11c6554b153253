package io.devicetrail.pki.authority;

/** The keys of the certificate authorities cannot be used; the message says why in one line, without a secret. */
public final class AuthorityBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AuthorityBroken(String message) {
        super(message);
    }

    public AuthorityBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
