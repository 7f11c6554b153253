package io.devicetrail.domain.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a device that comes and goes, and damps it: one judgement says so, and none of the others is told before
 * the device has stayed as it is for a while. Judges from what it is given, and nothing else.
 *
 * @param mostChanges how often it may come or go within the window; once more is flapping
 * @param window in which changes are counted
 * @param stableFor how long it must stay as it is to be believed again
 */
public record FlappingPolicy(int mostChanges, Duration window, Duration stableFor) {
    /** Three times away within ten minutes and back is a bad line; the fourth is flapping. */
    public static final FlappingPolicy DEFAULT = new FlappingPolicy(6, Duration.ofMinutes(10), Duration.ofMinutes(5));

    /**
     * What is to be told, and what to remember for the next time.
     *
     * @param judgement the one by the lease, or that the device is flapping
     */
    public record Verdict(Judgement judgement, Swings swings) {}

    /** @param judged by the lease, at {@code now} */
    public Verdict next(Swings before, Judgement judged, Instant now) {
        boolean online = judged.connectivity() == Connectivity.ONLINE;
        List<Instant> changes = new ArrayList<>(before.changes());
        Instant lastBefore = last(changes);
        boolean settled = lastBefore == null || !now.isBefore(lastBefore.plus(stableFor));
        boolean changed = before.online() != null && before.online() != online;
        if (before.flappingSince() != null && settled) {
            // It has stayed as it was for long enough; what it does from here on is counted anew.
            changes.clear();
        }
        Instant flappingSince = settled ? null : before.flappingSince();
        if (changed) {
            changes.add(now);
        }
        changes.removeIf(change -> !change.isAfter(now.minus(window)));
        if (flappingSince == null && changes.size() > mostChanges) {
            flappingSince = now;
        }
        while (changes.size() > mostChanges + 1) {
            changes.removeFirst();
        }
        Swings swings = new Swings(online, changes, flappingSince);
        return new Verdict(flappingSince == null ? judged : damped(judged, flappingSince, swings), swings);
    }

    private Judgement damped(Judgement judged, Instant flappingSince, Swings swings) {
        Instant last = last(swings.changes());
        Instant stableAt = (last == null ? flappingSince : last).plus(stableFor);
        Instant nextAt = judged.nextAt();
        return new Judgement(
                Connectivity.SUSPECT,
                List.of(ConnectivityReason.FLAPPING),
                flappingSince,
                nextAt == null || nextAt.isAfter(stableAt) ? stableAt : nextAt);
    }

    private static @Nullable Instant last(List<Instant> changes) {
        return changes.isEmpty() ? null : changes.getLast();
    }
}
