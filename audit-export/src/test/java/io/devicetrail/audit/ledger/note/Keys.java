package io.devicetrail.audit.ledger.note;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;

/** Fresh keys for tests. */
public final class Keys {
    private Keys() {}

    public static NoteSigner fresh(String name, SignatureType type) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
            return new NoteSigner(VerifierKey.of(name, type, pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Of a pair that nobody has the other half of. */
    public static PrivateKey privateKey(SignatureType type) {
        try {
            return KeyPairGenerator.getInstance(type.algorithm())
                    .generateKeyPair()
                    .getPrivate();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
