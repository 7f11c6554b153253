package io.devicetrail.audit.witness;

import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.net.URI;

/**
 * A witness as it is configured.
 *
 * @param url its submission prefix
 * @param key its verifier key, of a type that makes cosignatures
 */
public record WitnessAddress(URI url, VerifierKey key) {
    public WitnessAddress {
        if (key.type() == SignatureType.ED25519) {
            throw new IllegalArgumentException(
                    "the key of " + key.name() + " makes no cosignatures: a witness has one of type 0x04 or 0x06");
        }
    }
}
