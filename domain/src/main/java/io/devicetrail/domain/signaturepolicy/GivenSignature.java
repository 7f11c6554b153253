package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;

/**
 * Of a signature, what a policy asks.
 *
 * @param role key of the one in force when it was given; empty where that is not known
 * @param hash of what was signed
 * @param position log index of the last event of what was signed
 * @param index log index of the signature itself
 */
public record GivenSignature(
        SignatureId signature,
        PersonId person,
        SignatureMeaning meaning,
        String role,
        String hash,
        long position,
        long index) {
    /** Whether it stands under the record as it is now. */
    public boolean under(Version version) {
        return hash.equals(version.hash()) && position == version.position();
    }
}
