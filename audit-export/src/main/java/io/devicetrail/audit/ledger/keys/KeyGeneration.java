package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;

/** The two keys of a ledger that are in force together. */
public record KeyGeneration(SigningKey ed25519, SigningKey mlDsa) {
    /** No checkpoint and no note: they end with a line feed. */
    private static final byte[] PROBE =
            "devicetrail: do these two halves belong together?".getBytes(StandardCharsets.UTF_8);

    /**
     * Signs something that means nothing, and verifies it: an operator may have put halves of different keys side by
     * side, or named the key of a token that is not plugged in.
     *
     * @param place that they are kept in, for the message
     * @throws LedgerBroken if a private key does not sign, or does not belong to its public one
     */
    KeyGeneration proved(String place) {
        prove(ed25519, SignatureType.ED25519, place);
        prove(mlDsa, SignatureType.ML_DSA_44, place);
        return this;
    }

    private static void prove(SigningKey key, SignatureType type, String place) {
        try {
            Signature verification = Signature.getInstance(type.algorithm());
            verification.initVerify(key.publicKey());
            verification.update(PROBE);
            if (verification.verify(key.sign(PROBE))) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new LedgerBroken(
                    "the ledger's key for " + type.algorithm() + " in " + place + " does not sign: " + e.getMessage());
        }
        throw new LedgerBroken("the ledger's key for " + type.algorithm() + " in " + place
                + " does not belong to the public key beside it");
    }
}
