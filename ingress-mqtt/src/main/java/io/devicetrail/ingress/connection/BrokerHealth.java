package io.devicetrail.ingress.connection;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when this node hears no device at all; a part of the connections is enough to hear every device. */
public final class BrokerHealth implements HealthIndicator {
    private final Broker broker;
    private final String url;

    public BrokerHealth(Broker broker, String url) {
        this.broker = broker;
        this.url = url;
    }

    @Override
    public Health health() {
        Broker.Connections connections = broker.connections();
        Health.Builder health = connections.up() > 0 ? Health.up() : Health.down();
        broker.upSince().ifPresent(since -> health.withDetail("upSince", since.toString()));
        return health.withDetail("broker", url)
                .withDetail("connectionsUp", connections.up())
                .withDetail("connectionsWanted", connections.wanted())
                .build();
    }
}
