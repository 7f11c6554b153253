package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import java.util.Optional;

/** Tells of a signature what the log has. {@link GivenSignatures} only says which to ask for. */
public interface SignatureLookup {
    /** Empty if the log has no such signature under that record. */
    Optional<GivenSignature> logged(SignableRecord record, SignatureId signature);
}
