package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to a tenant's signature policies. */
public sealed interface SignaturePolicyEvent {
    SignaturePolicyId policy();

    TenantId tenant();

    SignableKind kind();

    /** @param from null where no signatures were asked for before */
    @Revision("1")
    record SignaturePolicySet(
            SignaturePolicyId policy,
            TenantId tenant,
            SignableKind kind,
            @Nullable SignaturePolicy from,
            SignaturePolicy to)
            implements SignaturePolicyEvent {}

    @Revision("1")
    record SignaturePolicyWithdrawn(SignaturePolicyId policy, TenantId tenant, SignableKind kind, SignaturePolicy from)
            implements SignaturePolicyEvent {}
}
