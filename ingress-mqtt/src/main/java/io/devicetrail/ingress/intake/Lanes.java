package io.devicetrail.ingress.intake;

import io.devicetrail.ingress.StartOrder;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Messages that are commands to the log. Those of one key go through one lane, in the order in which they came; a lane waits
 * while the log is away, and puts a message that fails again and again behind the others. The broker's acknowledgement
 * comes from the writer, after the lease (or the quarantine) is committed, too.
 */
public final class Lanes<T extends Topic> implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    public static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Tries in a row before a message goes behind the others of its lane. */
    public static final int TRIES = 8;

    private final String name;
    private final Recording<T> recording;
    private final Arrival.Content content;
    private final IntakeWriter writer;
    private final Duration shortestPause;
    private final Duration longestPause;
    private final List<BlockingQueue<Message<T>>> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    private record Message<T>(T topic, Delivery delivery) {}

    /** Takes one message to the log. */
    @FunctionalInterface
    public interface Recording<T extends Topic> {
        /**
         * Returns when what the message says is in the log.
         *
         * @throws Misfit if it will never be
         * @throws RuntimeException if it is not, but may be later
         */
        void record(T topic, Delivery delivery);
    }

    /**
     * @param name of the threads
     * @param content what a message is to the writer when it is in the log
     * @param count of lanes
     * @param capacity of each
     * @param shortestPause after the first try that failed; each is twice the one before, up to the longest
     */
    public Lanes(
            String name,
            Recording<T> recording,
            Arrival.Content content,
            IntakeWriter writer,
            int count,
            int capacity,
            Duration shortestPause,
            Duration longestPause) {
        this.name = name;
        this.recording = recording;
        this.content = content;
        this.writer = writer;
        this.shortestPause = shortestPause;
        this.longestPause = longestPause;
        for (int i = 0; i < count; i++) {
            lanes.add(new ArrayBlockingQueue<>(capacity));
        }
    }

    /** Never waits; false if the lane of the key is full. */
    public boolean offer(Object key, T topic, Delivery delivery) {
        return lanes.get(Math.floorMod(key.hashCode(), lanes.size())).offer(new Message<>(topic, delivery));
    }

    @Override
    public synchronized void start() {
        running = true;
        for (BlockingQueue<Message<T>> lane : lanes) {
            threads.add(Thread.ofPlatform().name(name).daemon().start(() -> run(lane)));
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

    private void run(BlockingQueue<Message<T>> lane) {
        @Nullable Message<T> message = null;
        while (running) {
            try {
                message = lane.poll(1, TimeUnit.SECONDS);
                if (message != null && !recorded(message) && !lane.offer(message)) {
                    LOG.warn(
                            "A message on {} goes back to the broker",
                            message.topic().print());
                    message.delivery().giveBack();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("A lane goes on after a fault of its own; the message will come again", e);
                if (message != null) {
                    message.delivery().giveBack();
                }
            }
        }
    }

    private boolean recorded(Message<T> message) throws InterruptedException {
        Backoff backoff = new Backoff(shortestPause, longestPause);
        for (int tried = 0; tried < TRIES; tried++) {
            try {
                recording.record(message.topic(), message.delivery());
                handOver(new Arrival(message.delivery(), message.topic(), content));
                return true;
            } catch (Misfit misfit) {
                handOver(Arrival.unfit(message.delivery(), message.topic(), misfit));
                return true;
            } catch (RuntimeException e) {
                LOG.warn(
                        "The message on {} waits for the log: {}",
                        message.topic().print(),
                        e.toString());
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
