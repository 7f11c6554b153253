package io.devicetrail.audit.ledger.keys;

import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** Something that holds Ed25519 keys and signs with them, and gives none of them away. Thread-safe. */
public interface KeyToken {
    /** Which one, for a person. */
    String name();

    /**
     * @param label of exactly one key pair of the token
     * @throws GeneralSecurityException if it has none, or more, or is away
     */
    PublicKey publicKey(String label) throws GeneralSecurityException;

    /**
     * An Ed25519 signature, RFC 8032.
     *
     * @throws GeneralSecurityException if the token is away, or does not let the key be used
     */
    byte[] sign(String label, byte[] message) throws GeneralSecurityException;
}
