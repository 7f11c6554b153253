package io.devicetrail.commandside.signaturepolicy;

import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyCommand;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyCommand.SetSignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyCommand.WithdrawSignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class SignaturePolicyMutations {
    private final CommandSender sender;

    SignaturePolicyMutations(CommandSender sender) {
        this.sender = sender;
    }

    @MutationMapping
    MutationOutcome setSignaturePolicy(@Argument SetSignaturePolicyInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("setSignaturePolicy", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(
                caller,
                mutation,
                () -> addressed(new SetSignaturePolicy(
                        InputIds.tenant("tenant", input.tenant()),
                        input.kind(),
                        input.steps().stream().map(StepInput::step).toList(),
                        input.ordered())));
    }

    @MutationMapping
    MutationOutcome withdrawSignaturePolicy(@Argument WithdrawSignaturePolicyInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("withdrawSignaturePolicy", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(
                caller,
                mutation,
                () -> addressed(new WithdrawSignaturePolicy(InputIds.tenant("tenant", input.tenant()), input.kind())));
    }

    /** The answer finds the policy by tenant and kind, which its id does not tell. */
    private static Addressed addressed(SignaturePolicyCommand command) {
        return new Addressed(
                command,
                command.tenant(),
                null,
                command.policy().toString(),
                command.kind().name() + " " + command.tenant());
    }

    record StepInput(SignatureMeaning meaning, @Nullable List<String> roles, int count) {
        SignatureStep step() {
            return new SignatureStep(meaning, roles == null ? List.of() : roles, count);
        }
    }

    record SetSignaturePolicyInput(
            String tenant,
            SignableKind kind,
            List<StepInput> steps,
            boolean ordered,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record WithdrawSignaturePolicyInput(
            String tenant,
            SignableKind kind,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
