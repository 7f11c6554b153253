package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a copy found.
 *
 * @param checked what was looked at and is right, a line each for a person
 * @param findings what is not; of an event the first one only, as what follows it is mostly its consequence
 * @param onTrust files of which nothing differs, and which nothing shows to be right either
 * @param unproven why nothing shows that the lines are those of the ledger; null if something does
 * @param ownKeys whether the keys were the copy's own: then it holds together, but anybody could have made it
 */
public record CopyVerdict(
        List<String> checked,
        List<Finding> findings,
        List<OnTrust> onTrust,
        @Nullable String unproven,
        boolean ownKeys) {
    /**
     * A file that somebody's word has to do for.
     *
     * @param why and what can be done about it, for a person
     */
    public record OnTrust(String file, String why) {
        @Override
        public String toString() {
            return file + ": " + why;
        }
    }

    /** Whether nothing differs; not yet that anything is proven. */
    public boolean ok() {
        return findings.isEmpty();
    }
}
