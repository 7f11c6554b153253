package io.devicetrail.audit.scrub;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
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

    /** Those of them that the log answered and did not take: they are offered again when their time has come. */
    private final Set<Finding> refused = new HashSet<>();

    private final BackOff backOff;
    private boolean away;

    private int namedInRound;
    private Rest rest = new Rest();
    private boolean told;
    private @Nullable String trouble;

    /** @param nanos as {@link System#nanoTime} */
    Recording(MismatchLog mismatches, LongSupplier nanos) {
        this.mismatches = mismatches;
        this.backOff = new BackOff(nanos);
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

    /**
     * What the log does not take now stays to be recorded. It is asked again later and later, for what it refused and,
     * where it was away, for all; what it was not asked for yet waits for nothing that was refused.
     */
    void record(long size) {
        boolean due = backOff.isOver();
        if (away && !due) {
            return;
        }
        String why = offer(size, due);
        if (refused.isEmpty() && !away) {
            backOff.end();
            trouble = told ? null : trouble;
        } else if (due) {
            backOff.longer();
        }
        if (why != null) {
            trouble = "a mismatch is not in the log yet: " + why;
        }
    }

    /** @return why the log does not have all that it was offered; null if it has */
    private @Nullable String offer(long size, boolean due) {
        String why = null;
        away = false;
        for (Finding finding : List.copyOf(unrecorded)) {
            if (!due && refused.contains(finding)) {
                continue;
            }
            try {
                mismatches.record(finding, size);
                remember(finding);
                unrecorded.remove(finding);
                refused.remove(finding);
            } catch (MismatchRefused | RuntimeException e) {
                // A failure that is about this one finding, for all that is known of it.
                refused.add(finding);
                why = e.toString();
            } catch (IOException e) {
                away = true;
                return e.toString();
            }
        }
        return why;
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
