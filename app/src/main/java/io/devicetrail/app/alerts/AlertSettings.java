package io.devicetrail.app.alerts;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who is told of what cannot wait.
 *
 * @param webhook address that takes each alert as a POST of JSON; none without
 * @param tokenFile file with the bearer token that the receiver expects; read at each alert
 */
@ConfigurationProperties("devicetrail.alerts")
record AlertSettings(@Nullable URI webhook, @Nullable Path tokenFile) {
    AlertSettings {
        if (webhook != null && !isSafe(webhook)) {
            throw new IllegalArgumentException(
                    "devicetrail.alerts.webhook must be an https address, or http at loopback, without a user: "
                            + webhook.getScheme() + "://" + webhook.getHost());
        }
        if (webhook != null && tokenFile != null && !Files.isReadable(tokenFile)) {
            throw new IllegalArgumentException("devicetrail.alerts.token-file cannot be read: " + tokenFile);
        }
    }

    private static boolean isSafe(URI address) {
        if (address.getHost() == null || address.getUserInfo() != null) {
            return false;
        }
        return "https".equals(address.getScheme())
                || ("http".equals(address.getScheme()) && isLoopback(address.getHost()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
