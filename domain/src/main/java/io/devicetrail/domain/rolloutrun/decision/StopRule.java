package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.util.Optional;
import java.util.stream.IntStream;

/** When a run halts: failures up to the thresholds are borne, and one more stops it. Asked after each failure. */
public final class StopRule {
    private StopRule() {}

    /** The halt that follows on a failure of a device of that wave; none where the run is over. */
    static Optional<RolloutHalted> haltAt(RolloutRun run, int wave) {
        return run.state().live()
                ? passed(run, wave).map(cause -> Progress.halted(run, wave, cause))
                : Optional.empty();
    }

    /** Whether more are failed now than the plan bears, of any wave: also of a run that is over, as failures come late. */
    static boolean passed(RolloutRun run) {
        return IntStream.rangeClosed(1, run.created().content().waves().size())
                .anyMatch(wave -> passed(run, wave).isPresent());
    }

    /** What is asked of the last devices of a wave that ended: by the wave itself, or by the plan. */
    static Optional<RecentFailures> recent(RolloutPlan plan, int wave) {
        RecentFailures own = plan.waves().get(wave - 1).recent();
        return Optional.ofNullable(own == null ? plan.stop().recent() : own);
    }

    /** Whether the order in which devices end decides anything. */
    static boolean asksForOrder(RolloutPlan plan) {
        return plan.stop().recent() != null || plan.waves().stream().anyMatch(wave -> wave.recent() != null);
    }

    /** The thresholds of whole waves are asked first, as what they say is said of more devices. */
    private static Optional<RolloutStopCause> passed(RolloutRun run, int wave) {
        RolloutBook book = run.book();
        RolloutPlan plan = run.created().content();
        return passed(plan.stop(), plan.waves().get(wave - 1), book.failedOf(wave), book.sizeOf(wave), book.failed())
                .or(() -> recent(plan, wave)
                        .filter(last -> last.passed(book.failedOfLast(wave, last.lastDevices()), book.sizeOf(wave)))
                        .map(last -> RolloutStopCause.FAILED_OF_LAST));
    }

    /**
     * The threshold that is passed; the share of the wave is asked first, by its own threshold if it has one.
     *
     * @param own of the wave of the one that failed
     * @param failedOfWave devices that are failed now, of the wave of the one that failed
     * @param wave devices of that wave in the cohort, whichever round it is
     * @param failed devices that are failed now, of all waves
     */
    public static Optional<RolloutStopCause> passed(
            StopThresholds stop, Wave own, int failedOfWave, int wave, int failed) {
        Integer percent = own.mostFailedPercent() == null ? stop.mostFailedPercent() : own.mostFailedPercent();
        if (percent != null && (long) failedOfWave * RolloutPlan.WHOLE_PERCENT > (long) percent * wave) {
            return Optional.of(RolloutStopCause.FAILED_PERCENT);
        }
        Integer ofWave = own.mostFailedDevices();
        if (ofWave != null && failedOfWave > ofWave) {
            return Optional.of(RolloutStopCause.FAILED_DEVICES_OF_WAVE);
        }
        Integer devices = stop.mostFailedDevices();
        return devices != null && failed > devices ? Optional.of(RolloutStopCause.FAILED_DEVICES) : Optional.empty();
    }
}
