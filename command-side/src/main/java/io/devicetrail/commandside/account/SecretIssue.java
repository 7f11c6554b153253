package io.devicetrail.commandside.account;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.account.AccountCommand.IssueSignInSecret;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.account.AccountRejection.SecretNotInForce;
import io.devicetrail.domain.account.AccountRejection.SecretShownOnce;
import io.devicetrail.domain.account.AccountRejection.SecretsUnavailable;
import io.devicetrail.domain.account.AccountRejection.SignInNotConfigured;
import io.devicetrail.domain.account.SignInSecretOutcome;
import io.devicetrail.domain.account.SignInSecrets;
import io.devicetrail.domain.account.SignInSecrets.IssuedSecret;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Issues a sign-in secret in the order that leaves none usable of which the log does not know: prepared, recorded, put
 * in force, shown. Whatever ends it in between, the secret opens nothing and nobody has seen it; the administrator
 * issues another.
 */
@Component
class SecretIssue {
    private static final Logger LOG = LoggerFactory.getLogger(SecretIssue.class);

    private final CommandSender sender;
    private final References references;
    private final ObjectProvider<SignInSecrets> keeper;

    /** @param keeper without one the installation signs nobody in itself */
    SecretIssue(CommandSender sender, References references, ObjectProvider<SignInSecrets> keeper) {
        this.sender = sender;
        this.references = references;
        this.keeper = keeper;
    }

    SignInSecretOutcome issue(Caller caller, Mutation mutation, Supplier<PersonId> of) {
        AtomicReference<@Nullable IssuedSecret> prepared = new AtomicReference<>();
        boolean shown = false;
        try {
            MutationOutcome outcome = sender.sendOnce(
                    caller,
                    mutation,
                    () -> {
                        PersonId person = of.get();
                        IssuedSecret secret = prepare(person);
                        prepared.set(secret);
                        return AccountMutations.addressed(
                                new IssueSignInSecret(AccountId.of(person), person, secret.expiresAt()));
                    },
                    new SecretShownOnce());
            SignInSecretOutcome answer = outcome.errors().isEmpty()
                    ? inForce(outcome, Objects.requireNonNull(prepared.get()))
                    : SignInSecretOutcome.refused(outcome);
            shown = answer.secret() != null;
            return answer;
        } finally {
            // Also where it is not known whether the log has it: another secret will be issued.
            if (!shown) {
                forget(prepared.get());
            }
        }
    }

    /** Asks for the person first, as the command will again: nothing is kept for one whom nobody knows. */
    private IssuedSecret prepare(PersonId person) {
        SignInSecrets secrets = keeper.getIfAvailable();
        if (secrets == null) {
            throw because(new SignInNotConfigured());
        }
        references.requireActiveAccount(person);
        try {
            return secrets.prepare(person);
        } catch (RuntimeException e) {
            LOG.error("no sign-in secret could be prepared for the account of person {}", person, e);
            throw because(new SecretsUnavailable());
        }
    }

    private SignInSecretOutcome inForce(MutationOutcome outcome, IssuedSecret secret) {
        try {
            keeper.getObject().activate(secret.id());
            return new SignInSecretOutcome(outcome, secret.secret(), secret.expiresAt());
        } catch (RuntimeException e) {
            LOG.error("the sign-in secret {} is on record and could not be put in force", secret.id(), e);
            SecretNotInForce why = new SecretNotInForce();
            UserError error = new UserError(why.code(), why.message(), List.of());
            return SignInSecretOutcome.refused(
                    new MutationOutcome(null, null, null, List.of(error), outcome.clientMutationId()));
        }
    }

    /** A pending one that stays opens nothing and expires: no reason to hide how the request ended. */
    private void forget(@Nullable IssuedSecret secret) {
        if (secret == null) {
            return;
        }
        try {
            keeper.getObject().forget(secret.id());
        } catch (RuntimeException e) {
            LOG.warn("the pending sign-in secret {} could not be dropped; it expires", secret.id(), e);
        }
    }
}
