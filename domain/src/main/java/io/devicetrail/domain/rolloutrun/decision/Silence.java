package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides on devices that were offered the release and say nothing: after as long as the plan lets them they count as failed,
 * one after the other in the order of the offers. The one that passes a threshold is followed by the halt; those behind it
 * stay as they are, as nothing of a run that is over is the platform's to say. While reports do not come through, and for some
 * time after that, nobody is called silent.
 */
public final class Silence {
    /**
     * Most minutes for which reports must have come through without a break, 6 hours; as long as the plan lets devices be silent
     * where that is less. A device that was cut off has found its way back by then, was told again, and has gone on for hours.
     * No longer, or a platform that is restarted each day would never call a device silent.
     */
    public static final int MOST_CATCH_UP_MINUTES = 360;

    /** When it is asked again whether reports come through. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

    private Silence() {}

    /**
     * When a tick may find the next device that has been silent for long enough; empty where nobody will be, or nobody asks.
     *
     * @param heardSince as that of a tick
     */
    public static Optional<Instant> overAt(RolloutRun run, Instant now, @Nullable Instant heardSince) {
        SilenceClock clock = run.book().silence();
        if (!run.state().offers() || !clock.asked()) {
            return Optional.empty();
        }
        Instant sure = heardSince == null ? now.plus(LOOK_AGAIN) : heardSince.plus(catchUp(clock));
        return Optional.ofNullable(clock.firstOver(run.book())).map(over -> over.isBefore(sure) ? sure : over);
    }

    private static Duration catchUp(SilenceClock clock) {
        return Duration.ofMinutes(Math.min(clock.most(), MOST_CATCH_UP_MINUTES));
    }

    static void settle(Trial trial, Instant at, @Nullable Instant heardSince) {
        RolloutRun run = trial.run();
        RolloutBook book = run.book();
        SilenceClock clock = book.silence();
        if (!clock.asked() || heardSince == null || at.isBefore(heardSince.plus(catchUp(clock)))) {
            return;
        }
        List<SilentDevice> silent = new ArrayList<>();
        for (int place = 0; place < clock.places(); place++) {
            if (!clock.over(place, at) || !book.awaited(place)) {
                continue;
            }
            SilentDevice device =
                    new SilentDevice(book.device(place), book.attempt(place), book.state(place), clock.since(place));
            book.timeOut(device);
            silent.add(device);
            Optional<RolloutHalted> halt = StopRule.haltAt(run, book.waveOf(place));
            if (halt.isPresent()) {
                tell(trial, silent, at);
                trial.add(halt.get());
                return;
            }
            if (silent.size() == RolloutRunCommand.MOST_OFFERS) {
                tell(trial, silent, at);
                silent.clear();
            }
        }
        if (!silent.isEmpty()) {
            tell(trial, silent, at);
        }
    }

    /** They are on record in the trial already. */
    private static void tell(Trial trial, List<SilentDevice> silent, Instant at) {
        RolloutRun run = trial.run();
        trial.addDone(new RolloutDevicesTimedOut(
                run.id(),
                run.tenant(),
                run.round(),
                List.copyOf(silent),
                run.book().open(),
                at));
    }
}
