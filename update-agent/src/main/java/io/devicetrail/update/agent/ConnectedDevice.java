package io.devicetrail.update.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device with its connection, on a virtual thread of its own: offers wait in a short queue and are taken one by one.
 * The broker has its acknowledgement when the offer's end is in the journal; one beyond the queue's length never has,
 * and comes again with the next connection.
 */
final class ConnectedDevice implements AutoCloseable {
    /** Offers that wait; the platform has one at a time. */
    static final int MOST_WAITING = 16;
    /** Tries at one offer that something of the device's own breaks at. */
    static final int MOST_TRIES = 5;

    static final Duration IDLE = Duration.ofSeconds(30);

    private final String prefix;
    private final MessageLink link;
    private final BlockingQueue<MessageLink.Heard> offers = new ArrayBlockingQueue<>(MOST_WAITING);
    private final DeviceAgent agent;
    private final Pause pause;
    private final Thread thread;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Duration idle;
    private MessageLink.@Nullable Heard taken;
    private int tries;
    /** In a row. */
    private int failures;

    /**
     * @param tenant and device as in the topics, dt/v1/{tenant}/{device}/
     * @param idle so long nothing is heard until what is still owed is tried again
     */
    ConnectedDevice(
            String tenant,
            String device,
            Path directory,
            DeviceAgent.Made made,
            DeviceAgent.Surroundings around,
            MessageLink link,
            Duration idle)
            throws IOException {
        this.link = link;
        this.idle = idle;
        this.pause = around.pause();
        prefix = "dt/v1/" + tenant + "/" + device + "/";
        agent = new DeviceAgent(
                directory, made, around, report -> link.publish(prefix + "update", Wire.report(report)));
        thread = Thread.ofVirtual().name("device-" + device).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Offers are heard from here on, and taken when what was begun is at its end. */
    void awaitReady() throws InterruptedException {
        ready.await();
    }

    private void run() {
        try {
            listen();
            ready.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                live();
                pause.before(failures++);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            ready.countDown();
        }
    }

    /** Until something breaks, a full disk say: then, after a pause, as after a power cut. */
    private void live() throws InterruptedException {
        try {
            agent.start();
            while (!Thread.currentThread().isInterrupted()) {
                take();
                failures = 0;
            }
        } catch (IOException | RuntimeException broken) {
            say(broken);
        }
    }

    private void listen() throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                link.subscribe(prefix + "rollout", offers::offer);
                return;
            } catch (IOException away) {
                say(away);
                pause.before(attempt);
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("stopping");
                }
            }
        }
    }

    /** One that something broke at is taken again some times, and then left with the broker. */
    private void take() throws IOException, InterruptedException {
        if (taken == null) {
            taken = offers.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
            tries = 0;
        }
        MessageLink.Heard heard = taken;
        if (heard == null) {
            agent.idle();
            listenAgain();
            return;
        }
        if (++tries >= MOST_TRIES) {
            taken = null;
        }
        agent.offer(heard.payload());
        if (!Thread.currentThread().isInterrupted()) {
            heard.acknowledge().run();
            taken = null;
        }
    }

    private void listenAgain() {
        try {
            link.listenAgain();
        } catch (IOException away) {
            say(away);
        }
    }

    private void say(Exception broken) {
        System.err.println(thread.getName() + ": " + broken);
    }

    /** Without waiting for it. */
    void stop() {
        thread.interrupt();
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
