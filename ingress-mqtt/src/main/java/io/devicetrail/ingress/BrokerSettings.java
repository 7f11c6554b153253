package io.devicetrail.ingress;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the broker is.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 * @param username left out where the broker asks for none
 * @param tls for {@code ssl://}
 */
@ConfigurationProperties("devicetrail.mqtt")
public record BrokerSettings(
        @DefaultValue("ssl://127.0.0.1:8883") String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue Tls tls) {

    /**
     * PEM files; read at each connect, so that they can be renewed under way.
     *
     * @param trusted the authorities that the broker's certificate may lead to; without it those that Java trusts
     * @param certificate the platform's own, with its chain; left out where the broker asks for none
     * @param key of the certificate, PKCS #8
     */
    public record Tls(
            @Nullable Path trusted,
            @Nullable Path certificate,
            @Nullable Path key) {
        public Tls {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException(
                        "devicetrail.mqtt.tls: certificate and key must be set together, or neither");
            }
        }
    }
}
