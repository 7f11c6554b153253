package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a maker's list came to, row by row.
 *
 * @param outcome refused where no row was looked at
 * @param rows in the order of the list
 * @param signedBy who signed the list; null if nobody did, or it was refused
 */
public record FactoryKeysOutcome(
        MutationOutcome outcome, List<Row> rows, @Nullable SignedBy signedBy) {
    /** What became of a row. */
    public enum RowResult {
        /** The device is in the registry now, with its key. */
        REGISTERED,
        /** It was before; its key is on record. */
        KNOWN,
        REFUSED
    }

    /**
     * @param device its id; null where the row does not name one
     * @param error null unless refused
     */
    public record Row(
            String serialNumber,
            @Nullable String device,
            RowResult result,
            @Nullable UserError error) {}

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
