package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;

/** Tells of policies as the log does now: no copy that is yet to catch up. */
public interface SignaturePolicies {
    /** Empty if there is none, or if it was withdrawn. */
    Optional<SignaturePolicy> of(TenantId tenant, SignableKind kind);
}
