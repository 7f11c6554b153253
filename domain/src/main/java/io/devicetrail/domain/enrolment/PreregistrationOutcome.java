package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.enrolment.FactoryKeysOutcome.RowResult;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list of expected devices came to, row by row.
 *
 * @param outcome refused where no row was looked at
 * @param rows in the order of the list
 */
public record PreregistrationOutcome(MutationOutcome outcome, List<Row> rows) {
    /**
     * @param device its id; null where the row does not name one
     * @param error null unless refused
     * @param token for whoever carries it to the device; this answer is the only place it is ever in
     */
    public record Row(
            String serialNumber,
            @Nullable String device,
            RowResult result,
            @Nullable UserError error,
            @Nullable String token) {
        /** Without the token: what is printed ends up in log files. */
        @Override
        public String toString() {
            return "Row[" + serialNumber + ", " + device + ", " + result + ", " + error + "]";
        }
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
}
