package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.ACME;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.Unfit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What persons, and what carries offers, do to a run by chance, where the run's state lets them. */
final class Meddling {
    enum Deed {
        SKIP,
        PAUSE,
        RESUME,
        TAKE_BACK,
        LEAVE_OUT,
        NEXT_WAVE,
        RETRY
    }

    private static final int MOST_ROUNDS = 4;

    private final Random random;
    private final RolloutRun run;
    private final List<DeviceId> devices;
    private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);

    Meddling(Random random, RolloutRun run, int devices) {
        this.random = random;
        this.run = run;
        this.devices = IntStream.rangeClosed(1, devices).mapToObj(Runs::device).toList();
    }

    Map<Deed, Integer> done() {
        return done;
    }

    Set<DeviceId> skipped() {
        return devices.stream()
                .filter(device -> state(device) == RolloutDeviceState.SKIPPED)
                .collect(Collectors.toSet());
    }

    /** Mostly nothing. */
    List<RolloutRunEvent> next() {
        return switch (random.nextInt(16)) {
            case 0 -> skip(devices.get(random.nextInt(devices.size())));
            case 8, 9, 10 -> skipOneThatTalks();
            case 11 -> skipOneThatFailed();
            case 12 -> leaveOut();
            case 1 ->
                run.state().offers()
                        ? did(Deed.PAUSE, new RolloutPaused(RUN, ACME, run.state(), RolloutStopCause.PERSON))
                        : List.of();
            case 2, 3, 4 ->
                run.state() == RolloutRunState.PAUSED
                        ? did(Deed.RESUME, new RolloutResumed(RUN, ACME, run.resumesTo()))
                        : List.of();
            case 5, 6 -> takeBack();
            case 7 -> nextWave();
            default -> List.of();
        };
    }

    /** Of a run that is over; who has not ended is skipped before. */
    List<RolloutRunEvent> retried() {
        if (run.book().open() > 0) {
            return devices.stream()
                    .filter(device -> state(device).open())
                    .findFirst()
                    .map(this::skip)
                    .orElse(List.of());
        }
        return run.book().failed() > 0 && run.round() < MOST_ROUNDS
                ? did(
                        Deed.RETRY,
                        new RolloutRetried(
                                RUN,
                                ACME,
                                run.state(),
                                run.round() + 1,
                                run.book().firstFailed(),
                                run.book().failed()))
                : List.of();
    }

    /** It may fail after that. */
    private List<RolloutRunEvent> skipOneThatTalks() {
        List<DeviceId> open =
                devices.stream().filter(device -> state(device).open()).toList();
        return open.isEmpty() ? List.of() : skip(open.get(random.nextInt(open.size())));
    }

    /** And waits for the retry's offer. */
    private List<RolloutRunEvent> skipOneThatFailed() {
        List<DeviceId> waiting = run.round() == 1
                ? List.of()
                : devices.stream()
                        .filter(device -> state(device) == RolloutDeviceState.WAITING)
                        .toList();
        return waiting.isEmpty() ? List.of() : skip(waiting.get(random.nextInt(waiting.size())));
    }

    private List<RolloutRunEvent> skip(DeviceId device) {
        RolloutDeviceState now = state(device);
        return now.ended() ? List.of() : did(Deed.SKIP, GivingUp.on(run, device));
    }

    /** Also after the halt. */
    private List<RolloutRunEvent> takeBack() {
        List<DeviceId> some = devices.stream()
                .filter(device -> state(device) == RolloutDeviceState.OFFERED && random.nextInt(3) == 0)
                .toList();
        return some.isEmpty()
                ? List.of()
                : did(Deed.TAKE_BACK, new RolloutOffersTakenBack(RUN, ACME, run.round(), some, "HELD"));
    }

    /** As they were suspended, or moved. */
    private List<RolloutRunEvent> leaveOut() {
        List<DeviceId> some = devices.stream()
                .filter(device -> run.book().unheard(device) && random.nextInt(3) == 0)
                .toList();
        return some.isEmpty() ? List.of() : did(Deed.LEAVE_OUT, GivingUp.leftOut(run, some, Unfit.NOT_IN_SERVICE));
    }

    private List<RolloutRunEvent> nextWave() {
        int next = run.book().nextAfter(run.wave());
        return run.state().offers() && next > 0 && run.book().waitingUpTo(run.wave()) == 0
                ? did(Deed.NEXT_WAVE, new RolloutWaveBegun(RUN, ACME, run.round(), run.wave(), next, true))
                : List.of();
    }

    private List<RolloutRunEvent> did(Deed deed, RolloutRunEvent event) {
        return did(deed, List.of(event));
    }

    private List<RolloutRunEvent> did(Deed deed, List<RolloutRunEvent> events) {
        done.merge(deed, 1, Integer::sum);
        return events;
    }

    private RolloutDeviceState state(DeviceId device) {
        return run.book().state(run.book().place(device));
    }
}
