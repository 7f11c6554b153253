package io.devicetrail.commandside.deadletter;

import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.deadletter.DeadLetterCommand;
import io.devicetrail.domain.deadletter.DeadLetterCommand.ReleaseDeadLetters;
import io.devicetrail.domain.deadletter.DeadLetterCommand.RetryDeadLetters;
import io.devicetrail.domain.deadletter.DeadLettersId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class DeadLetterMutations {
    private final CommandSender sender;

    DeadLetterMutations(CommandSender sender) {
        this.sender = sender;
    }

    @MutationMapping
    MutationOutcome retryDeadLetters(@Argument DeadLettersInput input, @ContextValue Caller caller) {
        return send("retryDeadLetters", input, caller, RetryDeadLetters::new);
    }

    @MutationMapping
    MutationOutcome releaseDeadLetters(@Argument DeadLettersInput input, @ContextValue Caller caller) {
        return send("releaseDeadLetters", input, caller, ReleaseDeadLetters::new);
    }

    private MutationOutcome send(String name, DeadLettersInput input, Caller caller, Decision decision) {
        return sender.send(caller, new Mutation(name, input.clientMutationId(), input.reason(), null), () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            String processor = Shape.text("processor", input.processor());
            String stream = Shape.text("stream", input.stream());
            DeadLettersId deadLetters = DeadLettersId.of(processor, stream);
            return new Addressed(
                    decision.of(deadLetters, tenant, processor, stream), tenant, null, deadLetters.toString(), null);
        });
    }

    private interface Decision {
        DeadLetterCommand of(DeadLettersId deadLetters, TenantId tenant, String processor, String stream);
    }

    record DeadLettersInput(
            String tenant,
            String processor,
            String stream,
            String reason,
            @Nullable String clientMutationId) {}
}
