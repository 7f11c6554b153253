package io.devicetrail.ingress.acknowledgement;

import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.StartOrder;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.intake.Arrival;
import io.devicetrail.ingress.intake.Backoff;
import io.devicetrail.ingress.intake.IntakeWriter;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Answers to commands. Those of one command go through one lane, in the order in which they came; a lane waits while
 * the log is away, and puts a message that fails again and again behind the others. The broker's acknowledgement comes
 * from the writer, after the lease (or the quarantine) is committed, too.
 */
public final class AnswerLanes implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerLanes.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Tries in a row before a message goes behind the others of its lane. */
    static final int TRIES = 8;

    private final AnswerRecording recording;
    private final IntakeWriter writer;
    private final Duration shortestPause;
    private final Duration longestPause;
    private final List<BlockingQueue<Answer>> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    private record Answer(Topic.Ack topic, Delivery delivery) {}

    public AnswerLanes(
            DeviceContracts contracts, CommandGateway commands, IntakeWriter writer, IngressSettings settings) {
        this(contracts, commands, writer, settings, SHORTEST_PAUSE, LONGEST_PAUSE);
    }

    /** @param shortestPause after the first try that failed; each is twice the one before, up to the longest */
    AnswerLanes(
            DeviceContracts contracts,
            CommandGateway commands,
            IntakeWriter writer,
            IngressSettings settings,
            Duration shortestPause,
            Duration longestPause) {
        this.shortestPause = shortestPause;
        this.longestPause = longestPause;
        this.recording = new AnswerRecording(contracts, commands);
        this.writer = writer;
        for (int i = 0; i < settings.acknowledgementLanes(); i++) {
            lanes.add(new ArrayBlockingQueue<>(settings.queueCapacity()));
        }
    }

    /** Never waits; false if the lane is full. */
    public boolean offer(Topic.Ack topic, Delivery delivery) {
        return lanes.get(Math.floorMod(topic.command().hashCode(), lanes.size()))
                .offer(new Answer(topic, delivery));
    }

    @Override
    public synchronized void start() {
        running = true;
        for (BlockingQueue<Answer> lane : lanes) {
            threads.add(Thread.ofPlatform().name("ingress-answers").daemon().start(() -> run(lane)));
        }
    }

    /** What is in the lanes was not acknowledged and will come again. */
    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        threads.clear();
        lanes.forEach(BlockingQueue::clear);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the writer, before the connections. */
    @Override
    public int getPhase() {
        return StartOrder.ANSWERS;
    }

    private void run(BlockingQueue<Answer> lane) {
        @Nullable Answer answer = null;
        while (running) {
            try {
                answer = lane.poll(1, TimeUnit.SECONDS);
                if (answer != null && !recorded(answer) && !lane.offer(answer)) {
                    LOG.warn(
                            "An answer on {} goes back to the broker",
                            answer.topic().print());
                    answer.delivery().giveBack();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("A lane goes on after a fault of its own; the answer will come again", e);
                if (answer != null) {
                    answer.delivery().giveBack();
                }
            }
        }
    }

    private boolean recorded(Answer answer) throws InterruptedException {
        Backoff backoff = new Backoff(shortestPause, longestPause);
        for (int tried = 0; tried < TRIES; tried++) {
            try {
                recording.record(answer.topic(), answer.delivery().payload());
                handOver(new Arrival(answer.delivery(), answer.topic(), new Arrival.Answered()));
                return true;
            } catch (Misfit misfit) {
                handOver(Arrival.unfit(answer.delivery(), answer.topic(), misfit));
                return true;
            } catch (RuntimeException e) {
                LOG.warn(
                        "The answer on {} waits for the log: {}", answer.topic().print(), e.toString());
                backoff.pause();
            }
        }
        return false;
    }

    private void handOver(Arrival arrival) throws InterruptedException {
        Backoff backoff = new Backoff(SHORTEST_PAUSE, SHORTEST_PAUSE);
        while (running && !writer.offer(arrival)) {
            backoff.pause();
        }
    }
}
