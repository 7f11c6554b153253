package io.devicetrail.commandside.apikey;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.apikey.ApiKeyCommand.IssueApiKey;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeyOutcome;
import io.devicetrail.domain.apikey.ApiKeyRejection.KeyNotInForce;
import io.devicetrail.domain.apikey.ApiKeyRejection.KeyShownOnce;
import io.devicetrail.domain.apikey.ApiKeyRejection.KeysUnavailable;
import io.devicetrail.domain.apikey.ApiKeySecrets;
import io.devicetrail.domain.apikey.ApiKeySecrets.PreparedKey;
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
 * Issues a key in the order that leaves none usable of which the log does not know: prepared, recorded, put in force,
 * shown. Whatever ends it in between, the key opens nothing and nobody has seen it.
 */
@Component
class KeyIssue {
    private static final Logger LOG = LoggerFactory.getLogger(KeyIssue.class);

    private final CommandSender sender;
    private final ObjectProvider<ApiKeySecrets> keeper;

    /** @param keeper without one no keys can be made */
    KeyIssue(CommandSender sender, ObjectProvider<ApiKeySecrets> keeper) {
        this.sender = sender;
        this.keeper = keeper;
    }

    ApiKeyOutcome issue(Caller caller, Mutation mutation, Supplier<IssueApiKey> of) {
        AtomicReference<@Nullable PreparedKey> prepared = new AtomicReference<>();
        boolean shown = false;
        try {
            MutationOutcome outcome = sender.sendOnce(
                    caller,
                    mutation,
                    () -> {
                        IssueApiKey command = of.get();
                        prepared.set(prepare(command));
                        return ApiKeyMutations.addressed(command, command.key(), command.tenant(), command.site());
                    },
                    new KeyShownOnce());
            ApiKeyOutcome answer = outcome.errors().isEmpty()
                    ? inForce(outcome, Objects.requireNonNull(prepared.get()))
                    : new ApiKeyOutcome(outcome, null);
            shown = answer.secret() != null;
            return answer;
        } finally {
            // Also where it is not known whether the log has it: another key will be issued.
            if (!shown) {
                forget(prepared.get());
            }
        }
    }

    /** Of a key that was revoked nothing has to be kept; that it opens nothing the log says already. */
    void drop(ApiKeyId key) {
        try {
            keeper.ifAvailable(secrets -> secrets.drop(key));
        } catch (RuntimeException e) {
            LOG.warn("what was kept of the revoked API key {} could not be dropped; it opens nothing", key, e);
        }
    }

    private PreparedKey prepare(IssueApiKey command) {
        ApiKeySecrets secrets = keeper.getIfAvailable();
        if (secrets == null) {
            throw because(new KeysUnavailable());
        }
        try {
            return secrets.prepare(command.key(), command.expiresAt());
        } catch (RuntimeException e) {
            LOG.error("no API key could be prepared for the tenant {}", command.tenant(), e);
            throw because(new KeysUnavailable());
        }
    }

    private ApiKeyOutcome inForce(MutationOutcome outcome, PreparedKey key) {
        try {
            keeper.getObject().activate(key.id());
            return new ApiKeyOutcome(outcome, key.text());
        } catch (RuntimeException e) {
            LOG.error("the API key {} is on record and could not be put in force", outcome.subject(), e);
            KeyNotInForce why = new KeyNotInForce();
            UserError error = new UserError(why.code(), why.message(), List.of());
            return new ApiKeyOutcome(
                    new MutationOutcome(null, null, null, List.of(error), outcome.clientMutationId()), null);
        }
    }

    /** A pending one that stays opens nothing and expires: no reason to hide how the request ended. */
    private void forget(@Nullable PreparedKey key) {
        if (key == null) {
            return;
        }
        try {
            keeper.getObject().forget(key.id());
        } catch (RuntimeException e) {
            LOG.warn("the pending API key {} could not be dropped; it expires", key.id(), e);
        }
    }
}
