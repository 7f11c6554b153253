package io.devicetrail.ingress.connection;

import io.devicetrail.ingress.BrokerSettings;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.quarantine.QuarantineStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the broker that keeps trying. Each attempt is a Paho client of its own: an acknowledgement belongs
 * to the connection its message came by, and a client that is gone cannot acknowledge what a newer one was given under
 * the same packet number. The broker keeps the session, so what was not acknowledged comes again.
 */
final class BrokerConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);
    private static final long PATIENCE_MILLIS = 10_000;
    /** Between two looks for messages that are not settled. */
    private static final Duration LOOK = Duration.ofSeconds(15);
    /** Twice as long as a message may wait for its device's contract. */
    private static final Duration LONG_UNSETTLED = Duration.ofMinutes(1);

    private final String clientId;
    private final List<String> filters;
    private final Inbox inbox;
    private final BrokerSettings broker;
    private final IngressSettings settings;
    private final Clock clock;
    private final ScheduledExecutorService retries;
    private final Runnable changed;
    private final Unsettled unsettled = new Unsettled(System::nanoTime);

    /** Owned by the retry thread, except that callbacks compare it with their own. */
    private volatile @Nullable MqttAsyncClient client;

    /** Of the connection that is up. */
    private volatile @Nullable InFlight inFlight;

    private volatile boolean up;
    private volatile boolean closed;
    private Duration pause;

    /** @param changed called whenever {@link #up()} may have changed */
    BrokerConnection(
            String clientId,
            List<String> filters,
            Inbox inbox,
            BrokerSettings broker,
            IngressSettings settings,
            Clock clock,
            ScheduledExecutorService retries,
            Runnable changed) {
        this.clientId = clientId;
        this.filters = filters;
        this.inbox = inbox;
        this.broker = broker;
        this.settings = settings;
        this.clock = clock;
        this.retries = retries;
        this.changed = changed;
        this.pause = settings.shortestReconnect();
    }

    void open() {
        retries.execute(this::connect);
        var unused =
                retries.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Messages that the broker waits for. */
    int unsettled() {
        return unsettled.count();
    }

    /** How long the oldest of them has been here. */
    Duration oldestUnsettled() {
        return unsettled.oldest().map(Unsettled.Oldest::age).orElse(Duration.ZERO);
    }

    private void look() {
        unsettled
                .oldest()
                .filter(oldest -> oldest.age().compareTo(LONG_UNSETTLED) > 0)
                .ifPresent(oldest -> LOG.warn(
                        "{} holds {} messages, one on {} for {} s: the broker may send it nothing else before that is"
                                + " settled",
                        clientId,
                        unsettled.count(),
                        oldest.topic(),
                        oldest.age().toSeconds()));
    }

    boolean up() {
        return up;
    }

    /** Sends with QoS 1, beside others that the broker has not acknowledged yet. */
    Sending.Sent send(String topic, byte[] payload, MqttProperties properties, Duration patience) throws MqttException {
        InFlight current = inFlight;
        if (current == null || !up) {
            throw new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
        }
        return current.send(topic, payload, properties, patience);
    }

    /** Drops the connection; what is not acknowledged will come again on the next one. */
    void drop(MqttAsyncClient current) {
        if (!closed) {
            retries.execute(() -> lost(current, "a message could not be taken or acknowledged; it comes again"));
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        MqttAsyncClient next = null;
        try {
            next = new MqttAsyncClient(broker.url(), clientId, new MemoryPersistence());
            next.setManualAcks(true);
            next.setCallback(new Ears(next));
            client = next;
            IMqttToken connected = next.connect(options());
            connected.waitForCompletion(PATIENCE_MILLIS);
            inFlight = new InFlight(next, connected);
            subscribe(next);
            pause = settings.shortestReconnect();
            up = true;
            LOG.info("{} is connected to {}", clientId, broker.url());
            changed.run();
        } catch (MqttException | RuntimeException e) {
            LOG.info("{} cannot reach {} yet: {}", clientId, broker.url(), e.toString());
            if (next != null) {
                lost(next, e.toString());
            } else {
                again();
            }
        }
    }

    /**
     * Each filter by itself, because HiveMQ CE may stop handing out shared messages to who subscribes to several at once:
     * it then looks for the subscriptions of who acknowledged a message before they are stored, finds none, and remembers
     * that (its issue 558).
     */
    private void subscribe(MqttAsyncClient own) throws MqttException {
        for (String filter : filters) {
            IMqttToken granted = own.subscribe(filter, 1);
            granted.waitForCompletion(PATIENCE_MILLIS);
            requireGranted(granted.getReasonCodes());
        }
    }

    private static void requireGranted(int @Nullable [] codes) {
        if (codes != null && Arrays.stream(codes).anyMatch(code -> code >= RefusedByBroker.LOWEST_CODE)) {
            throw new IllegalStateException("the broker refused a subscription: " + Arrays.toString(codes));
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(settings.sessionExpiry().toSeconds());
        options.setReceiveMaximum(settings.receiveMaximum());
        options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
        options.setConnectionTimeout((int) TimeUnit.MILLISECONDS.toSeconds(PATIENCE_MILLIS));
        options.setAutomaticReconnect(false);
        if (broker.url().startsWith("ssl:")) {
            options.setSocketFactory(TlsSockets.of(broker.tls()));
        }
        if (broker.username() != null) {
            options.setUserName(broker.username());
        }
        if (broker.password() != null) {
            options.setPassword(broker.password().getBytes(StandardCharsets.UTF_8));
        }
        return options;
    }

    /** On the retry thread. */
    private void lost(MqttAsyncClient gone, String why) {
        if (client != gone) {
            return;
        }
        client = null;
        inFlight = null;
        unsettled.forget();
        boolean wasUp = up;
        up = false;
        discard(gone);
        if (wasUp) {
            LOG.warn("{} lost {}: {}", clientId, broker.url(), why);
            changed.run();
        }
        again();
    }

    private void again() {
        if (closed) {
            return;
        }
        retries.schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(settings.longestReconnect()) < 0 ? doubled : settings.longestReconnect();
    }

    private static void discard(MqttAsyncClient gone) {
        try {
            if (gone.isConnected()) {
                gone.disconnectForcibly(0, 200, true);
            }
            gone.close(true);
        } catch (MqttException | RuntimeException e) {
            LOG.debug("closing a lost connection", e);
        }
    }

    /** Leaves the session with the broker. */
    @Override
    public void close() {
        closed = true;
        up = false;
        MqttAsyncClient current = client;
        client = null;
        inFlight = null;
        if (current != null) {
            discard(current);
        }
    }

    /** What Paho calls; shared subscriptions reach only this callback, never a listener of their own. */
    private final class Ears implements MqttCallback {
        private final MqttAsyncClient own;

        Ears(MqttAsyncClient own) {
            this.own = own;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            byte[] payload = message.getPayload();
            int kept = Math.max(settings.largestMessageBytes(), QuarantineStore.KEPT_BYTES);
            Delivery delivery = new Delivery(
                    topic,
                    payload.length > kept ? Arrays.copyOf(payload, kept) : payload,
                    payload.length,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    message.getQos() == 0 ? () -> {} : () -> acknowledge(message),
                    message.getQos() == 0 ? () -> {} : () -> drop(own));
            if (message.getQos() > 0 && client == own) {
                unsettled.given(message.getId(), topic);
            }
            // QoS 0 was sent without a promise and ends here; anything else comes again.
            if (!inbox.offer(delivery) && message.getQos() > 0) {
                drop(own);
            }
        }

        private void acknowledge(MqttMessage message) {
            try {
                if (client == own) {
                    unsettled.settled(message.getId());
                }
                own.messageArrivedComplete(message.getId(), message.getQos());
            } catch (MqttException | RuntimeException e) {
                // It comes again on the next connection and is then a duplicate. Not on this one: a broker that waits
                // for an acknowledgement may send nothing else, so the connection has to go.
                LOG.warn("{} could not acknowledge {}", clientId, message.getId(), e);
                drop(own);
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            if (!closed) {
                retries.execute(() -> lost(own, String.valueOf(response)));
            }
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            LOG.debug("{}", clientId, exception);
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
