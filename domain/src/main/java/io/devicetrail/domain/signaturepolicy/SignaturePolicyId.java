package io.devicetrail.domain.signaturepolicy;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** The one policy that a tenant has for a kind of records. */
public record SignaturePolicyId(@JsonValue UUID value) {
    public static SignaturePolicyId of(TenantId tenant, SignableKind kind) {
        return new SignaturePolicyId(NamedId.of("signature policy", tenant.value(), kind.name()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
