package io.devicetrail.update.metadata.repository;

import io.devicetrail.update.metadata.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/** One private key, wherever it is: a file, a token, another machine. */
public interface SigningKey {
    VerificationKey verification();

    /** Ed25519 over the bytes, 64 bytes. */
    byte[] sign(byte[] bytes);

    /** A key in memory. */
    static SigningKey of(KeyPair pair) {
        return new SigningKey() {
            @Override
            public VerificationKey verification() {
                return VerificationKey.of(pair.getPublic());
            }

            @Override
            public byte[] sign(byte[] bytes) {
                try {
                    Signature signature = Signature.getInstance("Ed25519");
                    signature.initSign(pair.getPrivate());
                    signature.update(bytes);
                    return signature.sign();
                } catch (GeneralSecurityException notAnEd25519Key) {
                    throw new IllegalStateException("the key cannot sign", notAnEd25519Key);
                }
            }
        };
    }
}
