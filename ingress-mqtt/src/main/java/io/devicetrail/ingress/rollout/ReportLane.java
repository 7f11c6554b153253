package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.ingress.intake.Arrival;
import io.devicetrail.ingress.intake.Backoff;
import io.devicetrail.ingress.intake.IntakeWriter;
import io.devicetrail.ingress.intake.Lanes;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane of {@link ReportLanes}, with a thread of its own. */
final class ReportLane {
    /** Tries in a row before reports that fail for a fault of their own are told apart from the others. */
    static final int TRIES = Lanes.TRIES;
    /** Reports of one batch. */
    static final int MOST_TOGETHER = RecordRolloutReports.MOST_REPORTS;

    private static final Logger LOG = LoggerFactory.getLogger(ReportLane.class);
    /** How often a writer that is full is asked again. */
    private static final Duration RECHECK = Duration.ofMillis(50);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ReportRecording recording;
    private final IntakeWriter writer;
    private final int capacity;
    private final Duration shortestPause;
    private final Duration longestPause;
    private final BlockingQueue<HeardReport> queue;
    /** Out of the queue, and not in the log yet; {@code capacity} of them at most. The thread's own. */
    private final Map<RolloutRunId, RunReports> held = new LinkedHashMap<>();

    private volatile @Nullable Thread thread;

    ReportLane(
            ReportRecording recording,
            IntakeWriter writer,
            int capacity,
            Duration shortestPause,
            Duration longestPause) {
        this.recording = recording;
        this.writer = writer;
        this.capacity = capacity;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.shortestPause = shortestPause;
        this.longestPause = longestPause;
    }

    /** Never waits; false if it is full. */
    boolean offer(HeardReport report) {
        return queue.offer(report);
    }

    void start() {
        Thread started = Thread.ofPlatform().name("ingress-reports").daemon().unstarted(this::run);
        thread = started;
        started.start();
    }

    /** What is in it was not acknowledged and will come again. */
    void stop() {
        Thread stopped = thread;
        thread = null;
        if (stopped != null) {
            stopped.interrupt();
        }
        queue.clear();
    }

    private boolean running() {
        return thread == Thread.currentThread();
    }

    private void run() {
        held.clear();
        while (running()) {
            try {
                collect();
                for (RunReports each : held.values()) {
                    if (running() && each.nanosToGo() <= 0) {
                        settle(each);
                    }
                }
                held.values().removeIf(RunReports::isEmpty);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("A lane of reports goes on after a fault of its own; the messages will come again", e);
                held.values().forEach(RunReports::giveBack);
                held.clear();
            }
        }
    }

    /** Waits until something came, or a run that waits is to be tried. */
    private void collect() throws InterruptedException {
        long patience = held.values().stream().mapToLong(RunReports::nanosToGo).reduce(PATIENCE.toNanos(), Math::min);
        int room = capacity - held.values().stream().mapToInt(RunReports::size).sum();
        if (room <= 0) {
            Duration rest = Duration.ofNanos(patience);
            new Backoff(rest, rest).pause();
            return;
        }
        HeardReport first = queue.poll(patience, TimeUnit.NANOSECONDS);
        if (first != null) {
            List<HeardReport> came = new ArrayList<>(List.of(first));
            queue.drainTo(came, room - 1);
            came.forEach(this::hold);
        }
    }

    private void hold(HeardReport report) {
        held.computeIfAbsent(report.message().run(), run -> new RunReports(run, shortestPause, longestPause))
                .add(report);
    }

    /** One try. What is not taken keeps its place before those that came later, until it is, or is in quarantine. */
    private void settle(RunReports reports) throws InterruptedException {
        List<HeardReport> batch = reports.oldest(MOST_TOGETHER);
        RuntimeException failure = tried(reports, batch);
        if (failure == null || isTheirs(failure) && reports.failedAgain() >= TRIES && apart(reports, batch, failure)) {
            reports.wentThrough();
        } else {
            reports.tryLater();
        }
    }

    /** One that is being stopped fails for that. */
    private boolean isTheirs(RuntimeException failure) {
        return running() && OwnFault.isIn(failure);
    }

    /**
     * Halves what has failed, down to the reports that fail by themselves, which are not tried again.
     *
     * @return false if it came to a failure that is not theirs: what is left is tried whole again
     */
    private boolean apart(RunReports reports, List<HeardReport> failed, RuntimeException why)
            throws InterruptedException {
        if (failed.size() == 1) {
            giveUp(reports, failed.getFirst(), why);
            return true;
        }
        int middle = failed.size() / 2;
        for (List<HeardReport> part : List.of(failed.subList(0, middle), failed.subList(middle, failed.size()))) {
            RuntimeException failure = tried(reports, part);
            if (failure != null && !(isTheirs(failure) && apart(reports, part, failure))) {
                return false;
            }
        }
        return true;
    }

    private void giveUp(RunReports reports, HeardReport report, RuntimeException why) throws InterruptedException {
        LOG.error(
                "The log never takes the message on {} about rollout {}; it goes to quarantine",
                report.topic().print(),
                reports.run(),
                why);
        handOver(Arrival.unfit(
                report.delivery(), report.topic(), new Misfit(QuarantineReason.NOT_STORABLE, why.toString())));
        reports.settled(List.of(report), List.of());
    }

    /** Null if all that could be settled is. */
    private @Nullable RuntimeException tried(RunReports reports, List<HeardReport> part) throws InterruptedException {
        ReportRecording.Recorded recorded;
        try {
            recorded = recording.record(reports.run(), part);
        } catch (RuntimeException e) {
            LOG.warn("{} reports of rollout {} wait for the log: {}", part.size(), reports.run(), e.toString());
            return e;
        }
        for (Arrival settled : recorded.settled()) {
            handOver(settled);
        }
        reports.settled(part, recorded.waiting());
        return null;
    }

    private void handOver(Arrival arrival) throws InterruptedException {
        Backoff backoff = new Backoff(RECHECK, RECHECK);
        while (running() && !writer.offer(arrival)) {
            backoff.pause();
        }
    }
}
