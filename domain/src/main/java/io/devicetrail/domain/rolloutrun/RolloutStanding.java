package io.devicetrail.domain.rolloutrun;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is after a tick, for who asked and may have lost what they knew of it.
 *
 * @param round from 1
 * @param tick the last that offered something in this round; 0 before
 * @param soakUntil of a run that watches a wave; null of any other
 * @param opensAt when a window opens, if devices wait for nothing else; null if not
 * @param askAt when it is to be asked at the latest, though nothing happens to it; null if it need not be
 */
public record RolloutStanding(
        int round,
        long tick,
        @Nullable Instant soakUntil,
        @Nullable Instant opensAt,
        @Nullable Instant askAt) {}
