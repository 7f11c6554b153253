package io.devicetrail.domain.account;

import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What asking for a sign-in secret came to.
 *
 * @param secret for the administrator to hand over; null if refused. This answer is the only place it is ever in
 */
public record SignInSecretOutcome(
        MutationOutcome outcome,
        @Nullable String secret,
        @Nullable Instant secretExpiresAt) {

    public static SignInSecretOutcome refused(MutationOutcome outcome) {
        return new SignInSecretOutcome(outcome, null, null);
    }

    public @Nullable Long position() {
        return outcome.position();
    }

    public List<UserError> errors() {
        return outcome.errors();
    }

    public @Nullable String clientMutationId() {
        return outcome.clientMutationId();
    }

    /** Without the secret: what is printed ends up in log files. */
    @Override
    public String toString() {
        return "SignInSecretOutcome[" + outcome + "]";
    }
}
