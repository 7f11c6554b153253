package io.devicetrail.audit.scrub;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which mismatches the log has by now, and which it is still to take. Used by one thread. */
final class Recording {
    /** What waits for a log that is away; health and meters count the rest. */
    private static final int MOST_UNRECORDED = 1_000;

    private final MismatchLog mismatches;
    /** In the log, by this process or one before. */
    private final Set<Finding> known = new LinkedHashSet<>();
    /** Found, but not in the log yet; kept also when it is put right before the log takes it. */
    private final Set<Finding> unrecorded = new LinkedHashSet<>();

    private boolean told;
    private @Nullable String trouble;

    Recording(MismatchLog mismatches) {
        this.mismatches = mismatches;
    }

    /**
     * Asks the log what was recorded before, until it has told once. Nobody waits for that: without it something is
     * recorded again, which changes nothing.
     *
     * @return whether it told just now
     */
    boolean recall() {
        if (told) {
            return false;
        }
        try {
            known.addAll(mismatches.recorded());
            told = true;
            trouble = null;
        } catch (IOException | RuntimeException e) {
            trouble = "what was recorded before cannot be read: " + e;
        }
        return told;
    }

    List<Finding> known() {
        return List.copyOf(known);
    }

    /** @return whether it is to be recorded */
    boolean found(Finding finding) {
        return !known.contains(finding) && unrecorded.size() < MOST_UNRECORDED && unrecorded.add(finding);
    }

    /** What the log does not take now stays to be recorded. */
    void record(long size) {
        try {
            for (Finding finding : List.copyOf(unrecorded)) {
                mismatches.record(finding, size);
                known.add(finding);
                unrecorded.remove(finding);
            }
            trouble = told ? null : trouble;
        } catch (IOException | RuntimeException e) {
            trouble = "a mismatch is not in the log yet: " + e;
        }
    }

    /** Why the log does not have, or has not told, everything; null if it has. */
    @Nullable String trouble() {
        return trouble;
    }
}
