package io.devicetrail.app.replay;

import io.devicetrail.app.processors.Segments;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.ReadModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.springframework.stereotype.Component;

/**
 * Rebuilds every read model from the log and compares it with what it was, at one position of the log.
 *
 * <p>One read model at a time, each held at the same index before and after; what happens meanwhile is seen when it is
 * let go. A crash in the middle leaves a read model half rebuilt and its processor at the place it had reached: it goes
 * on from there at the next start, or is rebuilt again.
 */
@Component
public class Replay {
    /** Longest time without any progress before a rebuild is given up. */
    static final Duration PATIENCE = Duration.ofMinutes(2);
    /** How often the progress of a rebuild is looked at. */
    private static final long LOOK_NANOS = 50_000_000;

    private final List<ReadModel> readModels;
    private final HeldSources sources;
    private final EventProcessingConfiguration processing;
    private final LogPositions log;
    private final Segments segments;
    private final AtomicBoolean running = new AtomicBoolean();

    Replay(
            List<ReadModel> readModels,
            HeldSources sources,
            EventProcessingConfiguration processing,
            LogPositions log,
            Segments segments) {
        this.readModels = readModels.stream()
                .sorted(Comparator.comparing(ReadModel::name))
                .toList();
        this.sources = sources;
        this.processing = processing;
        this.log = log;
        this.segments = segments;
    }

    /** How one read model came out; digests are SHA-256, lower-case hex. */
    public record Outcome(String readModel, long position, String digestBefore, String digestAfter, double seconds) {
        public boolean equal() {
            return digestBefore.equals(digestAfter);
        }
    }

    /** Far enough through a rebuild to say so. */
    public record Progress(String readModel, long position, long head) {}

    /** Names of the read models, in the order in which they are rebuilt. */
    public List<String> names() {
        return readModels.stream().map(ReadModel::name).toList();
    }

    /**
     * @param begins called once nothing stands against it, before anything is touched; what it throws ends the replay
     * @param rebuilt hears of each outcome as soon as there is one
     * @throws ReplayRefusedException if another replay is running, another node projects too, or a read model does not
     *     move
     */
    public List<Outcome> rebuildAll(Runnable begins, Consumer<Outcome> rebuilt, Consumer<Progress> progress) {
        if (!running.compareAndSet(false, true)) {
            throw new ReplayRefusedException("A replay is running already; wait for it.");
        }
        try {
            readModels.forEach(readModel -> requireAlone(readModel.name()));
            begins.run();
            attend(true);
            long head = log.head();
            List<Outcome> outcomes = new ArrayList<>();
            for (ReadModel readModel : readModels) {
                Outcome outcome = rebuild(readModel, head, progress);
                outcomes.add(outcome);
                rebuilt.accept(outcome);
            }
            return outcomes;
        } finally {
            attend(false);
            running.set(false);
        }
    }

    private void attend(boolean replaying) {
        readModels.forEach(readModel -> sources.of(readModel.name()).attend(replaying));
    }

    private Outcome rebuild(ReadModel readModel, long head, Consumer<Progress> progress) {
        HeldSource source = sources.of(readModel.name());
        StreamingEventProcessor processor = processing
                .eventProcessor(readModel.name(), StreamingEventProcessor.class)
                .orElseThrow(() -> new ReplayRefusedException("Read model " + readModel.name() + " has no processor."));
        long started = System.nanoTime();
        source.holdAt(head);
        try {
            long position = standStill(readModel, source, processor, head, progress);
            String before = readModel.digest();
            segments.beginAnew(readModel);
            processor.start();
            awaitPosition(readModel, processor, position, progress);
            readModel.completeRebuild();
            String after = readModel.digest();
            return new Outcome(readModel.name(), position, before, after, (System.nanoTime() - started) / 1e9);
        } catch (UnableToClaimTokenException taken) {
            throw new ReplayRefusedException("Another node took over read model " + readModel.name()
                    + "; nothing of it was changed. Stop the other nodes, and replay again.");
        } finally {
            source.release();
            if (!processor.isRunning()) {
                processor.start();
            }
        }
    }

    /** Stops the processor with all of its segments at one index, which is given. */
    private long standStill(
            ReadModel readModel,
            HeldSource source,
            StreamingEventProcessor processor,
            long head,
            Consumer<Progress> progress) {
        long target = head;
        while (true) {
            source.holdAt(target);
            awaitPosition(readModel, processor, target, progress);
            stop(processor, source);
            // Asked only now: a batch that was under way when the source was held may have gone further. If so the
            // other segments follow it there, and none goes beyond.
            List<Long> positions = segments.positions(readModel.name());
            target = Collections.max(positions);
            if (Collections.min(positions) == target) {
                source.holdAt(target);
                return target;
            }
            processor.start();
        }
    }

    private static void stop(StreamingEventProcessor processor, HeldSource source) {
        CompletableFuture<Void> stopped = processor.shutdownAsync();
        source.end(true);
        try {
            stopped.join();
        } finally {
            source.end(false);
        }
    }

    private void awaitPosition(
            ReadModel readModel, StreamingEventProcessor processor, long target, Consumer<Progress> progress) {
        int parts = segments.count(readModel.name());
        long position = positionOf(processor, parts);
        long moved = System.nanoTime();
        while (position < target) {
            pause();
            long now = positionOf(processor, parts);
            if (now < 0) {
                requireAlone(readModel.name());
            }
            if (now != position) {
                position = now;
                moved = System.nanoTime();
                progress.accept(new Progress(readModel.name(), position, target));
            } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
                throw new ReplayRefusedException("Read model " + readModel.name() + " stands at " + position + " of "
                        + target + " and does not move; the log of the application says why.");
            }
        }
    }

    /** A rebuild needs every segment, and could wait for one that another node does not let go until it ends. */
    private void requireAlone(String readModel) {
        List<String> others = segments.heldElsewhere(readModel);
        if (!others.isEmpty()) {
            throw new ReplayRefusedException("Read model " + readModel + " is projected by another node as well, "
                    + String.join(", ", others) + ", or was by a process that was killed just now. Stop it, wait "
                    + Segments.CLAIM_TIMEOUT.toSeconds()
                    + " seconds, and replay again.");
        }
    }

    /** -1 while nothing was processed, or a segment is not claimed yet. */
    private static long positionOf(StreamingEventProcessor processor, int parts) {
        Map<Integer, EventTrackerStatus> claimed = processor.processingStatus();
        if (claimed.size() < parts) {
            return -1;
        }
        return claimed.values().stream()
                .mapToLong(status -> status.getCurrentPosition().orElse(-1))
                .min()
                .orElse(-1);
    }

    private static void pause() {
        LockSupport.parkNanos(LOOK_NANOS);
        if (Thread.interrupted()) {
            throw new ReplayRefusedException("Interrupted.");
        }
    }
}
