package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What asking for a device's token came to.
 *
 * @param token for whoever carries it to the device; null if refused. This answer is the only place it is ever in
 */
public record EnrolmentTokenOutcome(
        MutationOutcome outcome, @Nullable String token) {

    public @Nullable Long position() {
        return outcome.position();
    }

    public List<UserError> errors() {
        return outcome.errors();
    }

    public @Nullable String clientMutationId() {
        return outcome.clientMutationId();
    }

    /** Without the token: what is printed ends up in log files. */
    @Override
    public String toString() {
        return "EnrolmentTokenOutcome[" + outcome + "]";
    }
}
