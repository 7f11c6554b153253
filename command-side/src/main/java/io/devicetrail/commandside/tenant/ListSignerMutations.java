package io.devicetrail.commandside.tenant;

import io.devicetrail.commandside.authority.Gate;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.enrolment.ListSignatures;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.TenantCommand;
import io.devicetrail.domain.tenant.TenantCommand.DistrustListSigner;
import io.devicetrail.domain.tenant.TenantCommand.TrustListSigner;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** By whose signature a manufacturer's lists are taken. */
@Controller
class ListSignerMutations {
    private final CommandSender sender;
    private final Gate gate;
    private final ListSignatures signatures;

    ListSignerMutations(CommandSender sender, Gate gate, ListSignatures signatures) {
        this.sender = sender;
        this.gate = gate;
        this.signatures = signatures;
    }

    @MutationMapping
    MutationOutcome trustListSigner(@Argument TrustListSignerInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("trustListSigner", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            // Before the certificate is read: who may not trust one learns nothing about it.
            gate.passAgain(caller, mutation.name(), tenant, null);
            return addressed(new TrustListSigner(
                    tenant, input.manufacturer(), signatures.signer("certificate", input.certificate())));
        });
    }

    @MutationMapping
    MutationOutcome distrustListSigner(@Argument DistrustListSignerInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("distrustListSigner", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(
                caller,
                mutation,
                () -> addressed(new DistrustListSigner(
                        InputIds.tenant("tenant", input.tenant()), input.manufacturer(), input.fingerprint())));
    }

    private static Addressed addressed(TenantCommand command) {
        return new Addressed(command, command.tenant(), null, command.tenant().toString(), null);
    }

    record TrustListSignerInput(
            String tenant,
            String manufacturer,
            String certificate,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record DistrustListSignerInput(
            String tenant,
            String manufacturer,
            String fingerprint,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
