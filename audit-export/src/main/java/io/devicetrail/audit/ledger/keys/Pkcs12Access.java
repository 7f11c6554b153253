package io.devicetrail.audit.ledger.keys;

import java.util.Locale;

/**
 * How to get at the keys in a PKCS #12 store.
 *
 * @param password of the store and of each key in it
 * @param ed25519 alias of the Ed25519 key in force
 * @param mlDsa alias of the ML-DSA-44 key in force
 */
public record Pkcs12Access(String password, String ed25519, String mlDsa) {
    /** Java writes no store with a shorter one that keytool would open again. */
    private static final int SHORTEST = 6;

    public Pkcs12Access {
        if (password.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "the password of the ledger's key store must have at least " + SHORTEST + " characters");
        }
        // PKCS #12 in Java does not tell aliases apart by case.
        ed25519 = ed25519.toLowerCase(Locale.ROOT);
        mlDsa = mlDsa.toLowerCase(Locale.ROOT);
        if (ed25519.equals(mlDsa)) {
            throw new IllegalArgumentException("the ledger's two keys must have two aliases, not both " + mlDsa);
        }
    }

    /** Not the password. */
    @Override
    public String toString() {
        return ed25519 + ", " + mlDsa;
    }
}
