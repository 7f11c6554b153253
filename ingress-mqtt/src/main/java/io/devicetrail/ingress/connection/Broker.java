package io.devicetrail.ingress.connection;

import io.devicetrail.ingress.BrokerSettings;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.StartOrder;
import io.devicetrail.ingress.topic.TopicFilters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * All connections of this node: one that takes presence, answers, state and reports of updates (their order matters, and one
 * connection keeps it), those that share the telemetry, and one that publishes. Telemetry has its own, because a broker may
 * send nothing else on a connection while a message waits on it, and an answer may wait for long. A broker that is away fails
 * nothing: the connections keep trying.
 */
public final class Broker implements SmartLifecycle, BrokerLink, Publishing, Sending {
    private final List<BrokerConnection> hearing = new ArrayList<>();
    private final List<ScheduledExecutorService> threads = new ArrayList<>();
    private final BrokerSettings broker;
    private final IngressSettings settings;
    private final Inbox inbox;
    private final Clock clock;
    private @Nullable BrokerConnection speaking;
    private volatile @Nullable Instant upSince;
    private volatile boolean running;

    public Broker(BrokerSettings broker, IngressSettings settings, Inbox inbox, Clock clock) {
        this.broker = broker;
        this.settings = settings;
        this.inbox = inbox;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        hearing.add(connection(
                "in-0", List.of(TopicFilters.PRESENCE, TopicFilters.ACKS, TopicFilters.STATE, TopicFilters.UPDATES)));
        for (int i = 1; i <= settings.clients(); i++) {
            hearing.add(connection("in-" + i, List.of(TopicFilters.TELEMETRY)));
        }
        speaking = connection("out", List.of());
        hearing.forEach(BrokerConnection::open);
        speaking.open();
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        hearing.forEach(BrokerConnection::close);
        if (speaking != null) {
            speaking.close();
        }
        threads.forEach(ScheduledExecutorService::shutdownNow);
        hearing.clear();
        threads.clear();
        speaking = null;
        upSince = null;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return StartOrder.BROKER;
    }

    @Override
    public Optional<Instant> upSince() {
        return Optional.ofNullable(upSince);
    }

    /** How many of the hearing connections are up, of how many. */
    public synchronized Connections connections() {
        return new Connections(
                (int) hearing.stream().filter(BrokerConnection::up).count(), hearing.size());
    }

    /** Messages that were neither stored nor given back yet, and for how long the oldest of them. */
    public synchronized Waiting waiting() {
        return new Waiting(
                hearing.stream().mapToInt(BrokerConnection::unsettled).sum(),
                hearing.stream()
                        .map(BrokerConnection::oldestUnsettled)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO));
    }

    /** How long the oldest of what came by the connection of answers and reports waits; empty while that is away. */
    public synchronized Optional<Duration> answersWait() {
        return hearing.stream().findFirst().filter(BrokerConnection::up).map(BrokerConnection::oldestUnsettled);
    }

    public record Waiting(int messages, Duration oldest) {}

    /** Connections that are up, and that should be. */
    public record Connections(int up, int wanted) {}

    @Override
    public void publish(String topic, byte[] payload, MqttProperties properties, Duration patience)
            throws MqttException {
        // Who waits for it hears by its own means whether the device did.
        var unused = send(topic, payload, properties, patience).await(patience);
    }

    @Override
    public Sent send(String topic, byte[] payload, MqttProperties properties, Duration patience) throws MqttException {
        BrokerConnection out = speaking;
        if (out == null) {
            throw new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
        }
        return out.send(topic, payload, properties, patience);
    }

    @Override
    public boolean up() {
        BrokerConnection out = speaking;
        return out != null && out.up();
    }

    private BrokerConnection connection(String name, List<String> filters) {
        String clientId = "devicetrail-" + settings.node() + "-" + name;
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(clientId).daemon().factory());
        threads.add(thread);
        return new BrokerConnection(clientId, filters, inbox, broker, settings, clock, thread, this::changed);
    }

    private synchronized void changed() {
        boolean up = hearing.stream().anyMatch(BrokerConnection::up);
        if (!up) {
            upSince = null;
        } else if (upSince == null) {
            upSince = clock.instant();
        }
    }
}
