package io.devicetrail.commandside.account;

import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.account.AccountCommand;
import io.devicetrail.domain.account.AccountCommand.ResetSecondFactor;
import io.devicetrail.domain.account.AccountCommand.UnlockAccount;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.account.SignInSecretOutcome;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.TenantId;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** What administrators do about accounts; the rest comes from whoever signs people in. */
@Controller
class AccountMutations {
    private final CommandSender sender;
    private final SecretIssue secrets;

    AccountMutations(CommandSender sender, SecretIssue secrets) {
        this.sender = sender;
        this.secrets = secrets;
    }

    @MutationMapping
    SignInSecretOutcome issueSignInSecret(@Argument AccountInput input, @ContextValue Caller caller) {
        return secrets.issue(
                caller, mutation("issueSignInSecret", input), () -> InputIds.person("person", input.person()));
    }

    @MutationMapping
    MutationOutcome resetSecondFactor(@Argument AccountInput input, @ContextValue Caller caller) {
        return change("resetSecondFactor", input, caller, ResetSecondFactor::new);
    }

    @MutationMapping
    MutationOutcome unlockAccount(@Argument AccountInput input, @ContextValue Caller caller) {
        return change("unlockAccount", input, caller, UnlockAccount::new);
    }

    private MutationOutcome change(
            String name, AccountInput input, Caller caller, BiFunction<AccountId, PersonId, AccountCommand> command) {
        return sender.send(caller, mutation(name, input), () -> {
            PersonId person = InputIds.person("person", input.person());
            return addressed(command.apply(AccountId.of(person), person));
        });
    }

    /** To the account's stream, and to the person as the record an answer shows. */
    static Addressed addressed(AccountCommand command) {
        return new Addressed(
                command,
                TenantId.INSTALLATION,
                null,
                command.account().toString(),
                command.person().toString());
    }

    private static Mutation mutation(String name, AccountInput input) {
        return new Mutation(name, input.clientMutationId(), input.reason(), input.reasonCode());
    }

    record AccountInput(
            String person,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
