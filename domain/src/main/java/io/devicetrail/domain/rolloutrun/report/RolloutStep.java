package io.devicetrail.domain.rolloutrun.report;

import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run, with who took it and why. What happens to single devices is none.
 *
 * @param round that it is of, from 1; null before the start
 * @param wave that began, ended, or passed the threshold, from 1; null for other steps
 * @param cause of a stop; null for other steps
 * @param failedOfWave devices of the wave that had failed by its end or at a halt; null for other steps
 * @param failedOfLast of the last devices of the wave that ended, at a halt for them; null for other steps
 * @param failed devices of all waves that had failed at a halt or a completion; null for other steps
 */
public record RolloutStep(
        Kind kind,
        Recorded recorded,
        @Nullable Integer round,
        @Nullable Integer wave,
        @Nullable RolloutStopCause cause,
        @Nullable Integer failedOfWave,
        @Nullable Integer failedOfLast,
        @Nullable Integer failed) {
    /** What was done. */
    public enum Kind {
        CREATED,
        STARTED,
        /** By itself after the soak, or by a person. */
        WAVE_BEGUN,
        WAVE_ENDED,
        PAUSED,
        RESUMED,
        HALTED,
        ABORTED,
        RETRIED,
        COMPLETED
    }

    /** Empty for what happened to devices. */
    static Optional<RolloutStep> of(RolloutRunEvent event, Recorded recorded) {
        return Optional.ofNullable(
                switch (event) {
                    case RolloutRunEvent.RolloutCreated e -> of(Kind.CREATED, recorded, null, null);
                    case RolloutRunEvent.RolloutStarted e -> of(Kind.STARTED, recorded, 1, null);
                    case RolloutRunEvent.RolloutWaveBegun e -> of(Kind.WAVE_BEGUN, recorded, e.round(), e.wave());
                    case RolloutRunEvent.RolloutWaveEnded e ->
                        new RolloutStep(Kind.WAVE_ENDED, recorded, e.round(), e.wave(), null, e.failed(), null, null);
                    case RolloutRunEvent.RolloutPaused e -> stop(Kind.PAUSED, recorded, e.cause());
                    case RolloutRunEvent.RolloutResumed e -> of(Kind.RESUMED, recorded, null, null);
                    case RolloutRunEvent.RolloutHalted e ->
                        new RolloutStep(
                                Kind.HALTED,
                                recorded,
                                null,
                                e.wave(),
                                e.cause(),
                                e.failedOfWave(),
                                e.failedOfLast(),
                                e.failed());
                    case RolloutRunEvent.RolloutAborted e -> stop(Kind.ABORTED, recorded, e.cause());
                    case RolloutRunEvent.RolloutRetried e -> of(Kind.RETRIED, recorded, e.round(), e.wave());
                    case RolloutRunEvent.RolloutCompleted e ->
                        new RolloutStep(Kind.COMPLETED, recorded, e.round(), null, null, null, null, e.failed());
                    case RolloutRunEvent.RolloutCohortListed e -> null;
                    case RolloutRunEvent.RolloutOffered e -> null;
                    case RolloutRunEvent.RolloutOffersTakenBack e -> null;
                    case RolloutRunEvent.RolloutReported e -> null;
                    case RolloutRunEvent.RolloutDevicesLeftOut e -> null;
                    case RolloutRunEvent.RolloutDevicesTimedOut e -> null;
                    case RolloutRunEvent.RolloutDeviceSkipped e -> null;
                });
    }

    private static RolloutStep of(Kind kind, Recorded recorded, @Nullable Integer round, @Nullable Integer wave) {
        return new RolloutStep(kind, recorded, round, wave, null, null, null, null);
    }

    private static RolloutStep stop(Kind kind, Recorded recorded, RolloutStopCause cause) {
        return new RolloutStep(kind, recorded, null, null, cause, null, null, null);
    }
}
