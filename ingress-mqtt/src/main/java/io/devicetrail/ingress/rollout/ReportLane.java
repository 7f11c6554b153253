package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.ingress.intake.Arrival;
import io.devicetrail.ingress.intake.Backoff;
import io.devicetrail.ingress.intake.IntakeWriter;
import io.devicetrail.ingress.intake.Lanes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane of {@link ReportLanes}, with a thread of its own. */
final class ReportLane {
    /** Tries in a row of a whole batch. */
    static final int TRIES = Lanes.TRIES;
    /** Reports of one batch. */
    static final int MOST_TOGETHER = RecordRolloutReports.MOST_REPORTS;

    private static final Logger LOG = LoggerFactory.getLogger(ReportLane.class);
    /** How often reports that wait for their devices' contracts are tried again, and a writer that is full. */
    private static final Duration RECHECK = Duration.ofMillis(50);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ReportRecording recording;
    private final IntakeWriter writer;
    private final Duration shortestPause;
    private final Duration longestPause;
    private final BlockingQueue<HeardReport> queue;
    /** For their devices' contracts; before all that came after them. The thread's own. */
    private final List<HeardReport> waiting = new ArrayList<>();

    private volatile @Nullable Thread thread;

    ReportLane(
            ReportRecording recording,
            IntakeWriter writer,
            int capacity,
            Duration shortestPause,
            Duration longestPause) {
        this.recording = recording;
        this.writer = writer;
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
        waiting.clear();
        List<HeardReport> batch = List.of();
        while (running()) {
            try {
                batch = List.of();
                batch = collect();
                for (Map.Entry<RolloutRunId, List<HeardReport>> each :
                        byRun(batch).entrySet()) {
                    settle(each.getKey(), each.getValue());
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("A lane of reports goes on after a fault of its own; the messages will come again", e);
                batch.forEach(report -> report.delivery().giveBack());
            }
        }
    }

    private List<HeardReport> collect() throws InterruptedException {
        List<HeardReport> batch = new ArrayList<>(waiting);
        Duration patience = waiting.isEmpty() ? PATIENCE : RECHECK;
        waiting.clear();
        HeardReport first = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, Math.max(0, MOST_TOGETHER - batch.size()));
        }
        return batch;
    }

    private static Map<RolloutRunId, List<HeardReport>> byRun(List<HeardReport> batch) {
        return batch.stream()
                .collect(Collectors.groupingBy(
                        report -> report.message().run(), LinkedHashMap::new, Collectors.toList()));
    }

    private void settle(RolloutRunId run, List<HeardReport> reports) throws InterruptedException {
        List<HeardReport> failed = reports;
        while (running() && !failed.isEmpty()) {
            failed = tried(run, reports) ? List.of() : apart(run, reports);
            if (failed.size() < reports.size() || reports.size() == 1) {
                behind(failed);
                return;
            }
            // Not one of them went through, so it is not their fault: they keep their place, before those that came
            // later.
        }
    }

    private boolean tried(RolloutRunId run, List<HeardReport> reports) throws InterruptedException {
        Backoff backoff = new Backoff(shortestPause, longestPause);
        for (int tried = 0; tried < TRIES; tried++) {
            if (recorded(run, reports)) {
                return true;
            }
            backoff.pause();
        }
        return false;
    }

    /** Halves what has failed, down to the reports that fail by themselves. */
    private List<HeardReport> apart(RolloutRunId run, List<HeardReport> reports) throws InterruptedException {
        if (reports.size() == 1) {
            return reports;
        }
        List<HeardReport> failed = new ArrayList<>();
        int middle = reports.size() / 2;
        for (List<HeardReport> part : List.of(reports.subList(0, middle), reports.subList(middle, reports.size()))) {
            if (!recorded(run, part)) {
                failed.addAll(apart(run, part));
            }
        }
        return failed;
    }

    private boolean recorded(RolloutRunId run, List<HeardReport> reports) throws InterruptedException {
        ReportRecording.Recorded recorded;
        try {
            recorded = recording.record(run, reports);
        } catch (RuntimeException e) {
            LOG.warn("{} reports of rollout {} wait for the log: {}", reports.size(), run, e.toString());
            return false;
        }
        for (Arrival settled : recorded.settled()) {
            handOver(settled);
        }
        waiting.addAll(recorded.waiting());
        return true;
    }

    private void behind(List<HeardReport> reports) {
        for (HeardReport report : reports) {
            if (!queue.offer(report)) {
                LOG.warn(
                        "A message on {} goes back to the broker",
                        report.topic().print());
                report.delivery().giveBack();
            }
        }
    }

    private void handOver(Arrival arrival) throws InterruptedException {
        Backoff backoff = new Backoff(RECHECK, RECHECK);
        while (running() && !writer.offer(arrival)) {
            backoff.pause();
        }
    }
}
