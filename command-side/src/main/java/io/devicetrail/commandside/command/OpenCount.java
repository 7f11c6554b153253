package io.devicetrail.commandside.command;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.OpenCommands.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The open commands of one device or tenant: a count of the read model, and what was let pass since and the read model may not
 * have seen. Where there is room, one request asks the read model and the others pass meanwhile by the count before: nobody
 * waits for a question of somebody else's. Where it is short, the count is asked for while nobody passes: it is exact.
 */
final class OpenCount {
    private final int most;
    /** From here on every request asks. */
    private final int shortFrom;

    private final Duration believed;
    private final Function<Set<CommandId>, Seen> counting;
    private final LongSupplier nanos;
    /** When each was let pass. */
    private final Map<CommandId, Long> pending = new HashMap<>();

    private int open;
    private long at;
    /** How often it was counted. */
    private long counts;

    private boolean asking;
    private boolean gone;

    /**
     * @param shortFrom how many open ones make room short
     * @param believed how long a count is believed while room is not short
     * @param counting asks the read model, about the commands that were let pass
     */
    OpenCount(int most, int shortFrom, Duration believed, Function<Set<CommandId>, Seen> counting, LongSupplier nanos) {
        this.most = most;
        this.shortFrom = shortFrom;
        this.believed = believed;
        this.counting = counting;
        this.nanos = nanos;
    }

    enum Answer {
        PASSED,
        FULL,
        /** Nobody counts by this any more: to be asked of a new one. */
        GONE
    }

    Answer admit(CommandId command) {
        countWhileOthersPass();
        synchronized (this) {
            if (gone) {
                return Answer.GONE;
            }
            if (counts == 0 || estimate() >= shortFrom) {
                long now = nanos.getAsLong();
                saw(counting.apply(asked(now)), now);
            }
            if (estimate() >= most) {
                return Answer.FULL;
            }
            pending.put(command, nanos.getAsLong());
            return Answer.PASSED;
        }
    }

    private void countWhileOthersPass() {
        Set<CommandId> asked;
        long now = nanos.getAsLong();
        long before;
        synchronized (this) {
            if (gone || asking || counts == 0 || estimate() >= shortFrom || now - at <= believed.toNanos()) {
                return;
            }
            asking = true;
            before = counts;
            asked = asked(now);
        }
        Seen seen = null;
        try {
            seen = counting.apply(asked);
        } finally {
            synchronized (this) {
                asking = false;
                // A later count has what this one has, and may have dropped what this one did not see yet.
                if (seen != null && counts == before) {
                    saw(seen, now);
                }
            }
        }
    }

    private int estimate() {
        return open + pending.size();
    }

    private Set<CommandId> asked(long now) {
        forget(now);
        return Set.copyOf(pending.keySet());
    }

    private void saw(Seen seen, long now) {
        seen.known().forEach(pending::remove);
        open = seen.open();
        at = now;
        counts++;
    }

    private void forget(long now) {
        pending.values().removeIf(since -> now - since > OpenCommandLimits.FORGOTTEN_AFTER.toNanos());
    }

    synchronized void release(CommandId command) {
        pending.remove(command);
    }

    /** True for good once nothing of it counts any more: what was let pass is projected by now, or was never stored. */
    synchronized boolean isForgotten() {
        long now = nanos.getAsLong();
        if (!asking && now - at > OpenCommandLimits.FORGOTTEN_AFTER.toNanos()) {
            forget(now);
            gone |= pending.isEmpty();
        }
        return gone;
    }
}
