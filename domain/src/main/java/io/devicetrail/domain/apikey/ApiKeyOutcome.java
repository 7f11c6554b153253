package io.devicetrail.domain.apikey;

import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What asking for an API key came to.
 *
 * @param secret the whole key, for the administrator to hand to the machine; null if refused. This answer is the only
 *     place it is ever in
 */
public record ApiKeyOutcome(
        MutationOutcome outcome, @Nullable String secret) {

    public @Nullable Long position() {
        return outcome.position();
    }

    public List<UserError> errors() {
        return outcome.errors();
    }

    public @Nullable String clientMutationId() {
        return outcome.clientMutationId();
    }

    /** Without the key: what is printed ends up in log files. */
    @Override
    public String toString() {
        return "ApiKeyOutcome[" + outcome + "]";
    }
}
