package io.devicetrail.queryside.signatures;

import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureState;
import java.util.List;

/** A record as it is now, with the signatures under it. */
record RecordSignatures(
        SignableRecord record, String hash, long position, SignatureState state, List<Signature> signatures) {}
