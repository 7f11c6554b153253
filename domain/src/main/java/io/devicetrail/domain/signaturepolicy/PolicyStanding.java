package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.signature.SignatureId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a version of a record stands before its policy; derived whenever it is asked for.
 *
 * @param missing the steps that are not complete, in their order, each with the number of signatures still missing; in
 *     an ordered policy the first is the one that is due
 * @param counted the signatures that count
 */
public record PolicyStanding(List<SignatureStep> missing, List<SignatureId> counted) {
    /** Whether the record may be used. */
    public boolean complete() {
        return missing.isEmpty();
    }

    /** As people read it. */
    public static String told(List<SignatureStep> missing) {
        return missing.stream().map(SignatureStep::toString).collect(Collectors.joining(", "));
    }
}
