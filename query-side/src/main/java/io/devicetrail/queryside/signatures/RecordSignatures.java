package io.devicetrail.queryside.signatures;

import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureState;
import io.devicetrail.domain.signaturepolicy.PolicyStanding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is now, with the signatures under it.
 *
 * @param policy null where none asks for signatures under it
 */
record RecordSignatures(
        SignableRecord record,
        String hash,
        long position,
        SignatureState state,
        List<Signature> signatures,
        @Nullable PolicyStanding policy) {}
