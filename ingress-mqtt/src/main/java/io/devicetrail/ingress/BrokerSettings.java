package io.devicetrail.ingress;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the broker is.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 * @param username left out where the broker asks for none
 */
@ConfigurationProperties("devicetrail.mqtt")
public record BrokerSettings(
        @DefaultValue("tcp://127.0.0.1:1883") String url,
        @Nullable String username,
        @Nullable String password) {}
