package io.devicetrail.commandside.signature;

import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Refusals;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.Signings.Signing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Puts a signature before its signer. It is given elsewhere: what proves the signer never comes here. */
@Controller
class SignatureMutations {
    private final SignatureRequests requests;

    SignatureMutations(SignatureRequests requests) {
        this.requests = requests;
    }

    @MutationMapping
    SignatureRequested requestSignature(@Argument RequestSignatureInput input, @ContextValue Caller caller) {
        String key = input.clientMutationId();
        return Refusals.answer(
                () -> new SignatureRequested(
                        requests.ask(
                                caller,
                                InputIds.signable(
                                        input.record().kind(), input.record().id()),
                                input.meaning(),
                                input.expectedHash(),
                                input.reason(),
                                key),
                        List.of(),
                        key),
                error -> new SignatureRequested(null, List.of(error), key));
    }

    record RecordInput(SignableKind kind, String id) {}

    record RequestSignatureInput(
            RecordInput record,
            SignatureMeaning meaning,
            String expectedHash,
            String reason,
            @Nullable String clientMutationId) {}

    /** @param signing null if refused */
    record SignatureRequested(
            @Nullable Signing signing,
            List<UserError> errors,
            @Nullable String clientMutationId) {}
}
