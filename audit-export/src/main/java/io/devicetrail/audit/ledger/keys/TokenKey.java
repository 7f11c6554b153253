package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.note.SigningKey;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** The Ed25519 key of that label in a token. The token is asked only when something is to be signed. */
record TokenKey(KeyToken token, String label, PublicKey publicKey) implements SigningKey {
    static TokenKey of(KeyToken token, String label) throws GeneralSecurityException {
        return new TokenKey(token, label, token.publicKey(label));
    }

    @Override
    public byte[] sign(byte[] message) throws GeneralSecurityException {
        return token.sign(label, message);
    }
}
