package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a copy found.
 *
 * @param checked what was looked at and is right, a line each for a person
 * @param findings what is not; of an event the first one only, as what follows it is mostly its consequence
 * @param unproven why nothing shows that the lines are those of the ledger; null if something does
 * @param ownKeys whether the keys were the copy's own: then it holds together, but who made it is not shown
 */
public record CopyVerdict(
        List<String> checked,
        List<Finding> findings,
        @Nullable String unproven,
        boolean ownKeys) {
    public boolean ok() {
        return findings.isEmpty();
    }
}
