package io.devicetrail.audit.ledger.keys;

import java.security.GeneralSecurityException;
import java.util.Map;

/** A token's module answered with another code than CKR_OK: PKCS #11, "Return values". */
final class CryptokiFailed extends GeneralSecurityException {
    private static final long serialVersionUID = 1L;
    static final long PIN_INCORRECT = 0xA0;
    static final long ALREADY_LOGGED_IN = 0x100;
    static final long ALREADY_INITIALIZED = 0x191;

    private static final Map<Long, String> WORDS = Map.of(
            0x30L,
            "device error",
            0x32L,
            "device removed",
            0x54L,
            "it does not know this function",
            0x70L,
            "it does not know Ed25519",
            PIN_INCORRECT,
            "the PIN is wrong",
            0xA4L,
            "the PIN is locked",
            0xB3L,
            "the session is gone",
            0xE0L,
            "no token is present");

    final long code;

    CryptokiFailed(String function, long code) {
        super(function + " answered 0x" + Long.toHexString(code)
                + (WORDS.containsKey(code) ? ", " + WORDS.get(code) : ""));
        this.code = code;
    }
}
