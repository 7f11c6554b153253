package io.devicetrail.queryside;

import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.devicetrail.domain.signaturepolicy.PolicyStanding;
import io.devicetrail.domain.signaturepolicy.PolicyStandings;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Policies that a test sets, held against the projected signatures of records that nobody made. */
final class PoliciesOfTests implements SignaturePolicies, PolicyStandings {
    private final Map<String, SignaturePolicy> policies = new ConcurrentHashMap<>();
    private final GivenSignatures signatures;

    PoliciesOfTests(GivenSignatures signatures) {
        this.signatures = signatures;
    }

    void set(TenantId tenant, SignableKind kind, SignaturePolicy policy) {
        policies.put(tenant + " " + kind, policy);
    }

    void withdraw() {
        policies.clear();
    }

    @Override
    public Optional<SignaturePolicy> of(TenantId tenant, SignableKind kind) {
        return Optional.ofNullable(policies.get(tenant + " " + kind));
    }

    @Override
    public Optional<PolicyStanding> of(Version version) {
        return of(version.tenant(), version.record().kind())
                .map(policy -> policy.standing(
                        signatures.of(version.record()).stream()
                                .filter(signature -> signature.under(version))
                                .toList(),
                        Set.of()));
    }
}
