package io.devicetrail.queryside.signaturepolicies;

import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers which policies a tenant has, from the log itself: there are no more than kinds, and none may be out of date. */
@Controller
class SignaturePoliciesController {
    private final SignaturePolicies policies;

    SignaturePoliciesController(SignaturePolicies policies) {
        this.policies = policies;
    }

    /** Of a tenant that the asker has no role at there is as little to see as of one that does not exist. */
    @QueryMapping
    List<TenantPolicy> signaturePolicies(@Argument String tenant) {
        String name = GlobalId.local("Tenant", tenant);
        return Reach.current().places().stream().anyMatch(place -> place.isOf(name))
                ? Stream.of(SignableKind.values())
                        .flatMap(kind -> policy(name, kind).stream())
                        .toList()
                : List.of();
    }

    /** The mutation names kind and tenant beside the policy's id. */
    @SchemaMapping(typeName = "SignaturePolicyPayload", field = "policy")
    @Nullable TenantPolicy changed(MutationOutcome outcome) {
        if (outcome.related() == null) {
            return null;
        }
        String[] of = outcome.related().split(" ", 2);
        return policy(of[1], SignableKind.valueOf(of[0])).orElse(null);
    }

    private Optional<TenantPolicy> policy(String tenant, SignableKind kind) {
        return policies.of(TenantId.of(tenant), kind).map(policy -> TenantPolicy.of(tenant, kind, policy));
    }
}
