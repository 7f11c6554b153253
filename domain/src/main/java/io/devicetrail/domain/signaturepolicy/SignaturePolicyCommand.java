package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about a tenant's signature policies. */
public sealed interface SignaturePolicyCommand {
    SignaturePolicyId policy();

    TenantId tenant();

    SignableKind kind();

    /**
     * Says which signatures records of a kind need from now on, in the place of what was said before.
     *
     * @param ordered whether the steps count one after the other only
     */
    record SetSignaturePolicy(
            @TargetAggregateIdentifier SignaturePolicyId policy,
            TenantId tenant,
            SignableKind kind,
            List<SignatureStep> steps,
            boolean ordered)
            implements SignaturePolicyCommand, RegulatedChange {
        public static final int MOST_STEPS = 8;
        /** Signatures of one step. */
        public static final int MOST_SIGNATURES = 5;
        /** Roles of one step. */
        public static final int MOST_ROLES = 10;

        public SetSignaturePolicy {
            Shape.within("steps", steps.size(), 1, MOST_STEPS);
            steps = steps.stream().map(SetSignaturePolicy::shaped).toList();
        }

        public SetSignaturePolicy(TenantId tenant, SignableKind kind, List<SignatureStep> steps, boolean ordered) {
            this(SignaturePolicyId.of(tenant, kind), tenant, kind, steps, ordered);
        }

        private static SignatureStep shaped(SignatureStep step) {
            Shape.within("count", step.count(), 1, MOST_SIGNATURES);
            Shape.within("roles", step.roles().size(), 0, MOST_ROLES);
            List<String> roles =
                    step.roles().stream().map(role -> Shape.text("roles", role)).toList();
            if (new HashSet<>(roles).size() < roles.size()) {
                throw new MalformedInput("roles", "names a role twice");
            }
            return new SignatureStep(step.meaning(), roles, step.count());
        }
    }

    /** Lets records of a kind be used without signatures again. */
    record WithdrawSignaturePolicy(
            @TargetAggregateIdentifier SignaturePolicyId policy, TenantId tenant, SignableKind kind)
            implements SignaturePolicyCommand, RegulatedChange {
        public WithdrawSignaturePolicy(TenantId tenant, SignableKind kind) {
            this(SignaturePolicyId.of(tenant, kind), tenant, kind);
        }
    }
}
