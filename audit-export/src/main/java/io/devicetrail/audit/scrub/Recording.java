package io.devicetrail.audit.scrub;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which mismatches the log has by now, and which it is still to take. Of one round so many are recorded one by one, and
 * all others by one event that says how many they are: what was put right long ago takes the place of nothing that is
 * found today. Used by one thread.
 */
final class Recording {
    /** Whoever changes the whole past must not fill the log with the news of it. */
    static final int MOST_OF_A_ROUND = 1_000;

    /** With a thousand rounds of a log that takes nothing: until it does, health says so. */
    private static final int MOST_UNRECORDED = 2 * MOST_OF_A_ROUND;

    /** So that the log is not asked again for these. It knows all others too: the same again changes nothing. */
    private static final int MOST_KNOWN = 10 * MOST_OF_A_ROUND;

    private final MismatchLog mismatches;
    /** In the log, by this process or one before; the oldest first. */
    private final Set<Finding> known = new LinkedHashSet<>();
    /** Found, but not in the log yet; kept also when it is put right before the log takes it. */
    private final Set<Finding> unrecorded = new LinkedHashSet<>();

    private int namedInRound;
    private Rest rest = new Rest();
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
            mismatches.recorded().forEach(this::remember);
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

    void beginRound() {
        namedInRound = 0;
        rest = new Rest();
    }

    /** @return whether it is to be recorded by itself */
    boolean found(Finding finding) {
        if (known.contains(finding) || unrecorded.contains(finding)) {
            namedInRound++;
            return false;
        }
        if (namedInRound < MOST_OF_A_ROUND && unrecorded.size() < MOST_OF_A_ROUND) {
            namedInRound++;
            return unrecorded.add(finding);
        }
        rest.add(finding);
        return false;
    }

    /** @return what is to be recorded for all that are not recorded by themselves; null if that is nothing new */
    @Nullable Finding endRound() {
        Finding all = rest.finding();
        boolean isNew =
                all != null && !known.contains(all) && unrecorded.size() < MOST_UNRECORDED && unrecorded.add(all);
        return isNew ? all : null;
    }

    /** What the log does not take now stays to be recorded. */
    void record(long size) {
        try {
            for (Finding finding : List.copyOf(unrecorded)) {
                mismatches.record(finding, size);
                remember(finding);
                unrecorded.remove(finding);
            }
            trouble = told ? null : trouble;
        } catch (IOException | RuntimeException e) {
            trouble = "a mismatch is not in the log yet: " + e;
        }
    }

    private void remember(Finding finding) {
        known.add(finding);
        if (known.size() > MOST_KNOWN) {
            known.remove(known.iterator().next());
        }
    }

    /** Why the log does not have, or has not told, everything; null if it has. */
    @Nullable String trouble() {
        return trouble;
    }
}
