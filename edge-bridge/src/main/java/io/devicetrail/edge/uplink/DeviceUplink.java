package io.devicetrail.edge.uplink;

import io.devicetrail.edge.buffer.Buffer;
import io.devicetrail.edge.buffer.BufferedMessage;
import io.devicetrail.edge.source.Backoff;
import io.devicetrail.edge.source.EdgeDevice;
import io.devicetrail.edge.source.ReadingSink.ReadingNotStored;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device's way out, on a thread of its own: a connection with the device's own will, and its messages in order.
 * Paho's threads only leave notes ({@link #answers}, {@link #wake}); buffer and connection belong to this thread.
 */
public final class DeviceUplink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeviceUplink.class);

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
    /** A broker that takes messages and never answers is as good as gone. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration IDLE_WAIT = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(12);

    private record Answer(BrokerSession session, long id, int reasonCode) {}

    private final MqttSettings settings;
    private final EdgeDevice device;
    private final Buffer buffer;
    private final Backoff backoff = new Backoff(FIRST_RETRY, LONGEST_RETRY);
    private final Semaphore wake = new Semaphore(0);
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    private volatile boolean stopping;
    private volatile boolean connected;
    private volatile String detail = "not connected yet";
    private final AtomicLong published = new AtomicLong();

    public DeviceUplink(MqttSettings settings, EdgeDevice device, Buffer buffer) {
        this.settings = settings;
        this.device = device;
        this.buffer = buffer;
        this.thread = Thread.ofPlatform().name("uplink-" + device.id()).unstarted(this::keepConnected);
    }

    public EdgeDevice device() {
        return device;
    }

    public void start() {
        thread.start();
    }

    /** Something was buffered for this device. */
    public void wake() {
        wake.release();
    }

    private void keepConnected() {
        try {
            while (!stopping) {
                String why = connectAndPublish();
                buffer.release(device);
                if (!stopping) {
                    reportDown(why);
                    waitForRetry();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connected = false;
        }
    }

    /** Why the connection ended or could not be made. */
    private String connectAndPublish() throws InterruptedException {
        try (BrokerSession session = new BrokerSession(settings, device, wake::release)) {
            answers.clear();
            connected = true;
            detail = "";
            log.info("uplink {}: connected, up to {} messages in flight", device, session.window());
            return publish(session);
        } catch (MqttException | IOException | RuntimeException e) {
            return reason(e);
        } finally {
            connected = false;
        }
    }

    private String publish(BrokerSession session) throws MqttException, InterruptedException {
        int inFlight = 0;
        long lastAnswer = System.nanoTime();
        while (!stopping) {
            if (!session.connected()) {
                return "the connection was lost";
            }
            List<Long> acknowledged = new ArrayList<>();
            for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
                if (answer.session() != session) {
                    continue; // a late one of an earlier connection: that message is sent again
                }
                if (BrokerSession.refuses(answer.reasonCode())) {
                    acknowledge(acknowledged);
                    return "the broker refused a message with reason code 0x%02x".formatted(answer.reasonCode());
                }
                acknowledged.add(answer.id());
            }
            if (acknowledge(acknowledged)) {
                inFlight -= acknowledged.size();
                lastAnswer = System.nanoTime();
                backoff.reset();
            }
            int sent = inFlight < session.window() ? send(session, session.window() - inFlight) : 0;
            if (inFlight == 0) {
                lastAnswer = System.nanoTime();
            }
            inFlight += sent;
            if (System.nanoTime() - lastAnswer > ANSWER_TIMEOUT.toNanos()) {
                return "no acknowledgement within " + ANSWER_TIMEOUT.toSeconds() + " s";
            }
            if (sent == 0) {
                boolean woken = wake.tryAcquire(IDLE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                if (woken) {
                    wake.drainPermits();
                }
            }
        }
        session.sayGoodbye();
        return "stopped";
    }

    private boolean acknowledge(List<Long> ids) {
        if (ids.isEmpty()) {
            return false;
        }
        buffer.acknowledged(device, ids);
        published.addAndGet(ids.size());
        return true;
    }

    private int send(BrokerSession session, int most) throws MqttException {
        List<BufferedMessage> messages = buffer.take(device, most);
        for (BufferedMessage message : messages) {
            session.publish(message.payload(), reasonCode -> {
                answers.add(new Answer(session, message.id(), reasonCode));
                wake.release();
            });
        }
        return messages.size();
    }

    private void reportDown(String why) {
        if (!why.equals(detail)) {
            log.warn("uplink {}: {}; trying again", device, why);
        }
        detail = why;
    }

    /** New messages wake the thread too; only the end of the delay or the stop ends the wait. */
    private void waitForRetry() throws InterruptedException {
        long until = System.nanoTime() + backoff.next().toNanos();
        long left = until - System.nanoTime();
        while (left > 0 && !stopping) {
            if (wake.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                wake.drainPermits();
            }
            left = until - System.nanoTime();
        }
    }

    private static String reason(Exception e) {
        if (e instanceof ReadingNotStored) {
            return "the buffer cannot be read: " + e.getMessage();
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("tenant", device.tenant());
        figures.put("device", device.id().toString());
        figures.put("connected", connected);
        figures.put("detail", detail);
        figures.put("published", published.get());
        return figures;
    }

    /** Says goodbye when connected; what was not acknowledged stays in the buffer for the next start. */
    @Override
    public void close() {
        stopping = true;
        wake.release();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
