package io.devicetrail.commandside.signaturepolicy;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.ownrole.KnownOwnRoles;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyCommand.SetSignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyCommand.WithdrawSignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent.SignaturePolicySet;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent.SignaturePolicyWithdrawn;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyId;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.MeaningUnfit;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.NoPolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.PolicyUnchanged;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.RoleUnfit;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

@Aggregate(type = "signaturepolicy")
class SignaturePolicyAggregate {
    @AggregateIdentifier
    private @Nullable SignaturePolicyId policy;

    /** Null before it is set and after it was withdrawn. */
    private @Nullable SignaturePolicy inForce;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(SetSignaturePolicy c, References references, KnownOwnRoles roles) {
        references.requireTenant(c.tenant());
        c.steps().forEach(step -> requireFit(step, c.tenant(), roles));
        SignaturePolicy wanted = new SignaturePolicy(c.steps(), c.ordered());
        unless(!wanted.equals(inForce), new PolicyUnchanged());
        apply(new SignaturePolicySet(c.policy(), c.tenant(), c.kind(), inForce, wanted));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(WithdrawSignaturePolicy c, References references) {
        references.requireTenant(c.tenant());
        SignaturePolicy before = inForce;
        if (before == null) {
            throw because(new NoPolicy(c.kind()));
        }
        apply(new SignaturePolicyWithdrawn(c.policy(), c.tenant(), c.kind(), before));
    }

    private static void requireFit(SignatureStep step, TenantId tenant, KnownOwnRoles roles) {
        unless(step.meaning() != SignatureMeaning.AUTHORSHIP, new MeaningUnfit(step.meaning()));
        step.roles()
                .forEach(role -> unless(
                        roles.inForce(tenant, role)
                                .filter(step.meaning()::givenBy)
                                .isPresent(),
                        new RoleUnfit(role, step.meaning())));
    }

    @EventSourcingHandler
    void evolve(SignaturePolicyEvent event) {
        policy = event.policy();
        switch (event) {
            case SignaturePolicySet e -> inForce = e.to();
            case SignaturePolicyWithdrawn e -> inForce = null;
        }
    }
}
