package io.devicetrail.domain.rolloutrun.report;

import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import io.devicetrail.domain.rolloutrun.decision.RolloutRun;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Durations;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.FailedDevice;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Failures;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Signature;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Times;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Wave;
import io.devicetrail.domain.signature.SignatureId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of one run in their order and tells what it came to. Its memory grows with the cohort, some dozens of
 * bytes for a device and more for one that failed, and not with the events.
 */
public final class RolloutAccount {
    private static final int MOST_OF_EITHER_END = RolloutReport.MOST_STEPS / 2;
    private static final Instant[] NO_TIMES = {};

    private record Way(RolloutDeviceState state, @Nullable String code) {}

    /** The run, as its own decisions have it. */
    private final RolloutRun run = new RolloutRun();

    private @Nullable Recorded last;
    private List<SignatureId> signatures = List.of();
    private final List<RolloutStep> first = new ArrayList<>();
    private final Deque<RolloutStep> lately = new ArrayDeque<>();
    private int leftOut;
    private @Nullable RolloutStep stopped;
    private @Nullable Recorded created;
    private @Nullable Instant startedAt;
    private @Nullable Instant offeredAt;
    private @Nullable Instant verifiedAt;
    private @Nullable Instant endedAt;
    /** Beside each wave. */
    private @Nullable Instant[] begun = NO_TIMES;

    private @Nullable Instant[] ended = NO_TIMES;
    /** Beside each device when it was first offered the release, and when it was heard to run it. */
    private @Nullable Instant[] offered = NO_TIMES;

    private @Nullable Instant[] verified = NO_TIMES;
    /** The last failure of each device that ever failed, by its place: whether it is failed now, the run says. */
    private final SortedMap<Integer, ReportedDevice> failures = new TreeMap<>();

    /** Whether anything was told of yet. */
    public boolean begun() {
        return created != null;
    }

    public void add(RolloutRunEvent event, Recorded recorded) {
        run.evolve(event);
        last = recorded;
        switch (event) {
            case RolloutRunEvent.RolloutCreated e -> {
                created = recorded;
                begun = new Instant[e.waves().size()];
                ended = new Instant[e.waves().size()];
                offered = new Instant[e.devices()];
                verified = new Instant[e.devices()];
            }
            case RolloutRunEvent.RolloutCohortListed e -> {
                // The run itself knows the devices' places.
            }
            case RolloutRunEvent.RolloutStarted e -> {
                signatures = e.signatures();
                startedAt = recorded.at();
                begin(1, recorded.at());
            }
            case RolloutOffered e -> offer(e, recorded.at());
            case RolloutReported e -> e.devices().forEach(this::hear);
            case RolloutRunEvent.RolloutDevicesTimedOut e -> e.devices().forEach(device -> miss(device, e.at()));
            case RolloutRunEvent.RolloutWaveBegun e -> begin(e.wave(), recorded.at());
            case RolloutRunEvent.RolloutWaveEnded e -> ended[e.wave() - 1] = recorded.at();
            case RolloutRunEvent.RolloutRetried e -> begin(e.wave(), recorded.at());
            // Of these the run's own state says enough, and the list of steps.
            case RolloutRunEvent.RolloutOffersTakenBack e -> {}
            case RolloutRunEvent.RolloutDevicesLeftOut e -> {}
            case RolloutRunEvent.RolloutDeviceSkipped e -> {}
            case RolloutRunEvent.RolloutPaused e -> {}
            case RolloutRunEvent.RolloutResumed e -> {}
            case RolloutRunEvent.RolloutHalted e -> {}
            case RolloutRunEvent.RolloutAborted e -> {}
            case RolloutRunEvent.RolloutCompleted e -> {}
        }
        RolloutStep.of(event, recorded).ifPresent(this::step);
    }

    private void begin(int wave, Instant at) {
        begun[wave - 1] = begun[wave - 1] == null ? at : begun[wave - 1];
    }

    private void offer(RolloutOffered event, Instant at) {
        offeredAt = offeredAt == null ? at : offeredAt;
        event.devices().forEach(device -> {
            int place = run.book().place(device);
            offered[place] = offered[place] == null ? at : offered[place];
        });
    }

    private void hear(ReportedDevice report) {
        int place = run.book().place(report.device());
        if (report.outcome() == ReportOutcome.CONTRADICTORY) {
            return;
        }
        if (report.to() == RolloutDeviceState.VERIFIED) {
            verified[place] = report.at();
            verifiedAt = report.at();
        } else if (report.to().failed()) {
            failures.put(place, report);
        }
    }

    /** As if it had said so. */
    private void miss(SilentDevice silent, Instant at) {
        failures.put(
                run.book().place(silent.device()),
                new ReportedDevice(
                        silent.device(),
                        silent.attempt(),
                        silent.from(),
                        RolloutDeviceState.TIMED_OUT,
                        RolloutDeviceState.TIMED_OUT,
                        ReportOutcome.COUNTED,
                        null,
                        silent.code(),
                        at));
    }

    private void step(RolloutStep step) {
        if (first.size() < MOST_OF_EITHER_END) {
            first.add(step);
        } else {
            lately.addLast(step);
            if (lately.size() > MOST_OF_EITHER_END) {
                lately.removeFirst();
                leftOut++;
            }
        }
        boolean goesOn = run.state().offers() || run.state() == RolloutRunState.COMPLETED;
        stopped = goesOn ? null : step.cause() == null ? stopped : step;
        boolean over = !run.state().live() && run.state() != RolloutRunState.CREATED;
        endedAt = over ? step.recorded().at() : null;
    }

    /**
     * As of the last event that was added.
     *
     * @param signed finds the signatures that let it start; null for one that it does not know
     * @throws IllegalStateException before the first event
     */
    public RolloutReport report(Function<SignatureId, @Nullable Signature> signed) {
        if (created == null || last == null) {
            throw new IllegalStateException("a run begins with its creation");
        }
        List<Failures> ways = ways();
        List<Failures> shown = ways.subList(0, Math.min(ways.size(), RolloutReport.MOST_FAILURES));
        return new RolloutReport(
                run.created(),
                last,
                run.state(),
                run.round(),
                run.wave(),
                List.copyOf(signatures),
                signatures.stream()
                        .flatMap(id -> Stream.ofNullable(signed.apply(id)))
                        .toList(),
                Stream.concat(first.stream(), lately.stream()).toList(),
                leftOut,
                stopped,
                new Times(created.at(), startedAt, offeredAt, verifiedAt, endedAt),
                waves(),
                List.copyOf(shown),
                ways.stream().skip(shown.size()).mapToInt(Failures::devices).sum(),
                failed());
    }

    private List<Wave> waves() {
        List<Wave> waves = new ArrayList<>();
        int from = 0;
        for (int wave = 0; wave < begun.length; wave++) {
            int devices = run.created().waves().get(wave);
            Map<RolloutDeviceState, Integer> counts = new EnumMap<>(RolloutDeviceState.class);
            long[] times = new long[devices];
            int timed = 0;
            for (int place = from; place < from + devices; place++) {
                RolloutDeviceState state = run.book().state(place);
                counts.merge(state, 1, Integer::sum);
                Instant offer = offered[place];
                Instant proof = verified[place];
                if (state == RolloutDeviceState.VERIFIED && offer != null && proof != null) {
                    // The log's time may be a little after the one at which the report came in.
                    times[timed++] = Math.max(0, Duration.between(offer, proof).toMillis());
                }
            }
            long[] sorted = Arrays.copyOf(times, timed);
            Arrays.sort(sorted);
            waves.add(new Wave(
                    wave + 1,
                    devices,
                    run.created().content().waves().get(wave).soakMinutes(),
                    begun[wave],
                    ended[wave],
                    counts,
                    timed == 0 ? null : Durations.of(sorted)));
            from += devices;
        }
        return waves;
    }

    private Stream<Map.Entry<Integer, ReportedDevice>> failedNow() {
        return failures.entrySet().stream()
                .filter(failure -> run.book().state(failure.getKey()).failed());
    }

    private List<Failures> ways() {
        Map<Way, Integer> ways = new HashMap<>();
        failedNow()
                .map(Map.Entry::getValue)
                .forEach(failure -> ways.merge(new Way(failure.to(), failure.code()), 1, Integer::sum));
        return ways.entrySet().stream()
                .map(way -> new Failures(way.getKey().state(), way.getKey().code(), way.getValue()))
                .sorted(Comparator.comparingInt(Failures::devices)
                        .reversed()
                        .thenComparing(Failures::state)
                        .thenComparing(Failures::code, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }

    private List<FailedDevice> failed() {
        return failedNow()
                .map(failure -> new FailedDevice(
                        failure.getValue().device(),
                        failure.getKey() + 1,
                        waveOf(failure.getKey()),
                        failure.getValue().to(),
                        failure.getValue().attempt(),
                        failure.getValue().code(),
                        failure.getValue().version(),
                        failure.getValue().at()))
                .toList();
    }

    private int waveOf(int place) {
        int wave = 1;
        int end = run.created().waves().getFirst();
        while (end <= place) {
            end += run.created().waves().get(wave++);
        }
        return wave;
    }
}
