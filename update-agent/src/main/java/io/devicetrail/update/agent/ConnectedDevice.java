package io.devicetrail.update.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A device with its connection, on a virtual thread of its own: offers wait in a short queue and are taken one by one.
 * The broker has its acknowledgement when the offer's end is in the journal; one beyond the queue's length never has,
 * and comes again with the next connection.
 */
final class ConnectedDevice implements AutoCloseable {
    /** Offers that wait; the platform has one at a time. */
    static final int MOST_WAITING = 16;

    private final String prefix;
    private final MessageLink link;
    private final BlockingQueue<MessageLink.Heard> offers = new ArrayBlockingQueue<>(MOST_WAITING);
    private final DeviceAgent agent;
    private final Pause pause;
    private final Thread thread;
    private final CountDownLatch ready = new CountDownLatch(1);

    /** @param tenant and device as in the topics, dt/v1/{tenant}/{device}/ */
    ConnectedDevice(
            String tenant,
            String device,
            Path directory,
            DeviceAgent.Made made,
            DeviceAgent.Surroundings around,
            MessageLink link)
            throws IOException {
        this.link = link;
        this.pause = around.pause();
        prefix = "dt/v1/" + tenant + "/" + device + "/";
        agent = new DeviceAgent(
                directory, made, around, report -> link.publish(prefix + "update", Wire.report(report)));
        thread = Thread.ofVirtual().name("device-" + device).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Heard offers are taken from here on. */
    void awaitReady() throws InterruptedException {
        ready.await();
    }

    private void run() {
        try {
            listen();
            agent.start();
            ready.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                take(offers.take());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (IOException broken) {
            say(broken);
        } finally {
            ready.countDown();
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

    /** A full disk, say, leaves the offer with the broker. */
    private void take(MessageLink.Heard heard) {
        try {
            agent.offer(heard.payload());
            if (!Thread.currentThread().isInterrupted()) {
                heard.acknowledge().run();
            }
        } catch (IOException broken) {
            say(broken);
        }
    }

    private void say(IOException broken) {
        System.err.println(thread.getName() + ": " + broken.getMessage());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
