package io.devicetrail.app.wiring;

import io.devicetrail.eventstore.axonserver.AxonServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Axon Server is; looked at only with {@code devicetrail.event-store=axon-server}.
 *
 * @param servers each {@code host:port} of its gRPC side; one that answers tells the others
 * @param context for Devicetrail's events alone
 * @param token of the application, where access control is on; never printed
 * @param tokenFile a file that holds it
 */
@ConfigurationProperties("devicetrail.axon-server")
record AxonServerSettings(
        @DefaultValue("localhost:8124") List<String> servers,
        @DefaultValue("default") String context,
        @Nullable String token,
        @Nullable Path tokenFile,
        @DefaultValue Tls tls) {
    private static final Pattern SERVER = Pattern.compile("[^:\\s]+:\\d{1,5}");

    AxonServerSettings {
        if (servers.isEmpty() || !servers.stream().allMatch(SERVER.asMatchPredicate())) {
            throw new IllegalArgumentException(
                    "devicetrail.axon-server.servers: each must be host:port, not " + servers);
        }
        if (context.isBlank()) {
            throw new IllegalArgumentException("devicetrail.axon-server.context must not be blank");
        }
    }

    /**
     * @param enabled whether the connection is encrypted
     * @param certificates PEM file of the authorities to trust; default: those of the JVM
     */
    record Tls(
            @DefaultValue("false") boolean enabled,
            @Nullable Path certificates) {}

    AxonServerAddress address() {
        return new AxonServerAddress(servers, context, tokenValue(), tls.enabled(), tls.certificates());
    }

    private @Nullable String tokenValue() {
        if (token != null && !token.isBlank()) {
            return token;
        }
        if (tokenFile == null) {
            return null;
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "The file of devicetrail.axon-server.token-file cannot be read: " + tokenFile, unreadable);
        }
    }

    @Override
    public String toString() {
        return "AxonServerSettings[servers=" + servers + ", context=" + context + ", tls=" + tls + "]";
    }
}
