package io.devicetrail.queryside.signaturepolicies;

import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import java.util.List;

/** A policy with the records it is about. */
record TenantPolicy(String tenant, SignableKind kind, List<SignatureStep> steps, boolean ordered) {
    static TenantPolicy of(String tenant, SignableKind kind, SignaturePolicy policy) {
        return new TenantPolicy(tenant, kind, policy.steps(), policy.ordered());
    }
}
