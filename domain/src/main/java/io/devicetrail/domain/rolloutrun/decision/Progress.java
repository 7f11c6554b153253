package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a run goes from device to device and from wave to wave. A wave ends when each of its devices has ended and none of a
 * wave before waits; the last one, when no device at all is open. It then soaks, and the next wave with a device that waits
 * begins with the first tick after that, or at once where the plan has no soak. With fewer verified than the plan asks for of
 * a wave, or of one that is passed over, the run halts instead.
 */
public final class Progress {
    private Progress() {}

    /** What a tick brings about; nothing, if it is not after the last one that offered in this round. */
    public static List<RolloutRunEvent> ticked(RolloutRun now, OfferRollout c) {
        if (!now.state().offers() || c.round() != now.round() || c.tick() <= now.tick()) {
            return List.of();
        }
        Trial trial = new Trial(now);
        Silence.settle(trial, c.at(), c.heardSince());
        // What a person skipped, or what ended while the run was paused, has its consequences by the platform's time.
        settle(trial, c.at());
        if (trial.run().state() == RolloutRunState.SOAKING && trial.run().soaked(c.at())) {
            goOn(trial);
        }
        if (trial.run().state().offers()) {
            offer(trial, c);
        }
        return trial.events();
    }

    /** What follows, of itself, from where the devices are now. */
    static void settle(Trial trial, Instant at) {
        RolloutRun run = trial.run();
        if (run.state() != RolloutRunState.RUNNING || !ended(run)) {
            return;
        }
        if (haltedShort(trial)) {
            return;
        }
        int wave = run.wave();
        int soak = run.created().content().waves().get(wave - 1).soakMinutes();
        trial.add(new RolloutWaveEnded(
                run.id(),
                run.tenant(),
                run.round(),
                wave,
                run.book().sizeOf(wave),
                run.book().failedOf(wave),
                at,
                at.plus(Duration.ofMinutes(soak))));
        if (soak == 0) {
            goOn(trial);
        }
    }

    /**
     * The first wave of which the plan asks for more before the next one begins; 0 if there is none. Those that are passed
     * over, as nobody in them waits any more, are asked like this one: else who skips all devices of a wave would be rid of
     * what was signed of it. Asked of who begins the next by hand, too. Where no wave is left to begin, nothing is asked for.
     */
    public static int tooFewVerified(RolloutRun run) {
        int next = run.book().nextAfter(run.wave());
        for (int wave = run.wave(); wave < next; wave++) {
            if (!verifiedEnough(run, wave)) {
                return wave;
            }
        }
        return 0;
    }

    /** A wave without devices has as many as are asked for. */
    private static boolean verifiedEnough(RolloutRun run, int wave) {
        Integer least = run.created().content().waves().get(wave - 1).leastVerifiedPercent();
        return least == null
                || (long) run.book().verifiedOf(wave) * RolloutPlan.WHOLE_PERCENT
                        >= (long) least * run.book().sizeOf(wave);
    }

    private static boolean haltedShort(Trial trial) {
        int wave = tooFewVerified(trial.run());
        if (wave == 0) {
            return false;
        }
        trial.add(halted(trial.run(), wave, RolloutStopCause.TOO_FEW_VERIFIED));
        return true;
    }

    static RolloutHalted halted(RolloutRun run, int wave, RolloutStopCause cause) {
        RolloutBook book = run.book();
        Integer failedOfLast = cause == RolloutStopCause.FAILED_OF_LAST
                ? StopRule.recent(run.created().content(), wave)
                        .map(last -> book.failedOfLast(wave, last.lastDevices()))
                        .orElse(null)
                : null;
        return new RolloutHalted(
                run.id(),
                run.tenant(),
                run.state(),
                cause,
                wave,
                book.failedOf(wave),
                book.sizeOf(wave),
                book.failed(),
                book.waiting(),
                book.open(),
                failedOfLast);
    }

    private static boolean ended(RolloutRun run) {
        RolloutBook book = run.book();
        boolean last = book.nextAfter(run.wave()) == 0;
        return book.waitingUpTo(run.wave()) == 0 && (last ? book.open() : book.openOf(run.wave())) == 0;
    }

    /** From the end of a wave that was watched long enough. */
    private static void goOn(Trial trial) {
        // A device may have fallen back in the soak.
        if (haltedShort(trial)) {
            return;
        }
        RolloutRun run = trial.run();
        RolloutBook book = run.book();
        int next = book.nextAfter(run.wave());
        if (next > 0) {
            trial.add(new RolloutWaveBegun(run.id(), run.tenant(), run.round(), run.wave(), next, false));
        } else if (book.open() == 0 && book.waiting() == 0) {
            trial.add(new RolloutCompleted(
                    run.id(),
                    run.tenant(),
                    run.round(),
                    book.count(RolloutDeviceState.VERIFIED),
                    book.failed(),
                    book.count(RolloutDeviceState.SKIPPED),
                    book.count(RolloutDeviceState.NOT_OFFERED)));
        }
    }

    /** In parts that are events of a size that is read at once, all of the same tick. */
    private static void offer(Trial trial, OfferRollout c) {
        RolloutRun run = trial.run();
        RolloutPlan plan = run.created().content();
        int most = new OfferRate(plan.offersPerMinute()).permits(c.tick());
        List<DeviceId> devices = run.book().next(most, run.wave(), zone -> OfferHours.open(plan, zone, c.at()));
        int waiting = run.book().waitingUpTo(run.wave());
        for (int from = 0; from < devices.size(); from += RolloutRunCommand.MOST_OFFERS) {
            int to = Math.min(from + RolloutRunCommand.MOST_OFFERS, devices.size());
            List<DeviceId> part = List.copyOf(devices.subList(from, to));
            trial.add(new RolloutOffered(
                    run.id(),
                    run.tenant(),
                    run.round(),
                    run.wave(),
                    c.tick(),
                    part,
                    waiting - to,
                    plan.mostSilentMinutes() == null ? null : c.at()));
        }
    }
}
