package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many devices of a rollout, or of a wave of it, are where, each counted once, whatever its attempts. */
record RolloutProgress(Map<RolloutDeviceState, Integer> counts) {
    public int waiting() {
        return of(RolloutDeviceState.WAITING);
    }

    public int offered() {
        return of(RolloutDeviceState.OFFERED);
    }

    public int downloading() {
        return of(RolloutDeviceState.DOWNLOADING);
    }

    public int installed() {
        return of(RolloutDeviceState.INSTALLED);
    }

    public int verified() {
        return of(RolloutDeviceState.VERIFIED);
    }

    public int failed() {
        return of(RolloutDeviceState.FAILED);
    }

    public int rolledBack() {
        return of(RolloutDeviceState.ROLLED_BACK);
    }

    public int refused() {
        return of(RolloutDeviceState.REFUSED);
    }

    public int timedOut() {
        return of(RolloutDeviceState.TIMED_OUT);
    }

    public int skipped() {
        return of(RolloutDeviceState.SKIPPED);
    }

    public int notOffered() {
        return of(RolloutDeviceState.NOT_OFFERED);
    }

    private int open() {
        return offered() + downloading() + installed();
    }

    private int of(RolloutDeviceState state) {
        return counts.getOrDefault(state, 0);
    }

    /**
     * Reckoned from the counts of all devices, as what holds a rollout up may be at another's site. Null where nothing more
     * will come of it by itself.
     *
     * @param numbers whether who asks may be told how many they are, which takes the whole tenant
     * @param opens when a window opens for devices that wait; null if they wait for none
     */
    @Nullable String waitingFor(Rollout rollout, boolean numbers, @Nullable Instant opens) {
        String ends = (numbers ? open() + " " : "") + "devices that have not ended";
        String turns = (numbers ? waiting() + " " : "") + "devices";
        return switch (rollout.state()) {
            case CREATED -> "somebody to start it";
            case RUNNING ->
                waiting() == 0
                        ? ends
                        : "the turn of " + turns + ", "
                                + (opens == null
                                        ? rollout.offersPerMinute() + " a minute at most"
                                        : "for which a window opens at " + opens)
                                + ", and " + ends;
            case SOAKING -> "the end of the soak of wave " + rollout.wave() + " at " + rollout.soakUntil();
            case PAUSED -> "somebody to resume it" + (open() == 0 ? "" : ", and " + ends);
            case HALTED, ABORTED -> open() == 0 ? null : ends;
            case COMPLETED -> null;
        };
    }
}
