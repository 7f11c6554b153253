package io.devicetrail.eventstore.axonserver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Where Axon Server is and how one gets in.
 *
 * @param servers each {@code host:port} of its gRPC side; one is asked for the others
 * @param context for this product's events alone
 * @param token of the application; null where access control is off
 * @param tls whether the connection is encrypted
 * @param certificates PEM file of the authorities to trust; null for those of the JVM
 */
public record AxonServerAddress(
        List<String> servers,
        String context,
        @Nullable String token,
        boolean tls,
        @Nullable Path certificates) {
    /** How long one server may take to answer a new connection. */
    private static final Duration CONNECT_WITHIN = Duration.ofMillis(800);
    /** Between two tries to connect. */
    private static final Duration RECONNECT_EVERY = Duration.ofMillis(500);
    /** A connection that says nothing for so long is asked whether it is still there. */
    private static final Duration KEEP_ALIVE_EVERY = Duration.ofSeconds(1);

    private static final Duration KEEP_ALIVE_WITHIN = Duration.ofSeconds(5);

    public AxonServerAddress {
        servers = List.copyOf(servers);
    }

    AxonServerConfiguration configuration() {
        AxonServerConfiguration configuration = new AxonServerConfiguration();
        configuration.setServers(String.join(",", servers));
        configuration.setComponentName("devicetrail");
        configuration.setContext(context);
        configuration.setToken(token);
        configuration.setSslEnabled(tls);
        configuration.setCertFile(certificates == null ? null : certificates.toString());
        configuration.setConnectTimeout(CONNECT_WITHIN.toMillis());
        configuration.setReconnectInterval(RECONNECT_EVERY.toMillis());
        configuration.setKeepAliveTime(KEEP_ALIVE_EVERY.toMillis());
        configuration.setKeepAliveTimeout(KEEP_ALIVE_WITHIN.toMillis());
        configuration.setSuppressDownloadMessage(true);
        return configuration;
    }

    /** Without the token: this gets into log lines. */
    @Override
    public String toString() {
        return String.join(",", servers) + ", context " + context + (tls ? ", TLS" : "");
    }
}
