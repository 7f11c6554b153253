package io.devicetrail.domain.signature;

import io.devicetrail.domain.person.PersonId;
import java.util.List;
import org.axonframework.serialization.Revision;

/** What happened to signatures: they are given, and nothing else ever happens to them. */
public sealed interface SignatureEvent {
    SignatureId signature();

    /**
     * Somebody signed (21 CFR 11.50(a)). The time is that of recording; zone and offset say how it is told. Nothing of the
     * proofs is here but which kinds there were.
     *
     * @param position log index of the last event of the version that was signed
     * @param hash of the version's canonical form
     * @param session of the sign-in in which it was given
     * @param components by which the signer was recognised for this signature (11.200(a)(1))
     * @param form of the canonical form that was hashed; see {@link CanonicalRecord}
     * @param seal over all the rest and who gave it; empty in those of revision 1. See {@link SignatureSeal}
     */
    @Revision("2")
    record RecordSigned(
            SignatureId signature,
            SignableRecord record,
            long position,
            String hash,
            PersonId person,
            String printedName,
            SignatureMeaning meaning,
            String zone,
            String offset,
            String session,
            List<String> components,
            int form,
            String seal)
            implements SignatureEvent {}
}
