package io.devicetrail.audit.ledger.note;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;

/** A private key with its public half. Signs whatever it is given; what may be signed is the caller's to know. */
public final class NoteSigner {
    private final VerifierKey verifier;
    private final SigningKey key;

    public NoteSigner(VerifierKey verifier, SigningKey key) {
        this.verifier = verifier;
        this.key = key;
    }

    public NoteSigner(VerifierKey verifier, PrivateKey key) {
        this(verifier, SigningKey.of(new KeyPair(verifier.publicKey(), key), verifier.type()));
    }

    public VerifierKey verifier() {
        return verifier;
    }

    /** @param now goes into the signatures that carry a time, in whole seconds */
    public SignedNote.Signature sign(String text, Instant now) {
        SignatureType type = verifier.type();
        long time = now.getEpochSecond();
        try {
            byte[] signature = key.sign(type.message(verifier.name(), time, text));
            return new SignedNote.Signature(verifier.name(), verifier.id(), type.value(time, signature));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the ledger's key for " + type.algorithm() + " does not sign: " + e.getMessage(), e);
        }
    }
}
