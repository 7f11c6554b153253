package io.devicetrail.audit.ledger.note;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;

/** A private key, wherever it is kept: a message goes in, a signature comes out, and the key itself stays. */
public interface SigningKey {
    /** The other half, in X.509's SubjectPublicKeyInfo. */
    PublicKey publicKey();

    /** @throws GeneralSecurityException if it cannot be used now, such as that of a token which is away */
    byte[] sign(byte[] message) throws GeneralSecurityException;

    /** A key in memory. */
    static SigningKey of(KeyPair pair, SignatureType type) {
        return new SigningKey() {
            @Override
            public PublicKey publicKey() {
                return pair.getPublic();
            }

            @Override
            public byte[] sign(byte[] message) throws GeneralSecurityException {
                Signature signing = Signature.getInstance(type.algorithm());
                signing.initSign(pair.getPrivate());
                signing.update(message);
                return signing.sign();
            }
        };
    }
}
