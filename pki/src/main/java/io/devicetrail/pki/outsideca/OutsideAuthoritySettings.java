package io.devicetrail.pki.outsideca;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who signs devices' certificates.
 *
 * @param authority this installation's own authorities, or another's that is reached by EST
 * @param est how that one is reached; needed where it signs, and afterwards as long as devices have certificates of its
 */
@ConfigurationProperties("devicetrail.certificates")
public record OutsideAuthoritySettings(
        @DefaultValue("local") Kind authority, @Nullable Est est) {
    public OutsideAuthoritySettings {
        if (authority == Kind.EST && est == null) {
            throw new IllegalArgumentException("devicetrail.certificates.authority=est needs"
                    + " devicetrail.certificates.est.url, .trusted, .anchors, .certificate and .key");
        }
    }

    /** Kinds of authorities. */
    public enum Kind {
        LOCAL,
        EST
    }

    /**
     * @param url up to and with {@code /.well-known/est}, and a label where the server has several
     * @param trusted PEM file: what the server's own certificate has to lead to, and nothing else
     * @param anchors PEM file: the authorities that devices' certificates have to lead to
     * @param certificate PEM file: what we show there, with its chain
     * @param key PEM file: its key, PKCS #8
     * @param timeout for a whole answer, and half of it for a connection
     * @param tries how often a request is made that does not get there
     */
    public record Est(
            URI url,
            Path trusted,
            Path anchors,
            Path certificate,
            Path key,
            @DefaultValue("10s") Duration timeout,
            @DefaultValue("2") int tries) {
        static final int MOST_TRIES = 5;
        static final Duration LONGEST = Duration.ofMinutes(1);

        public Est {
            require("url", url);
            require("trusted", trusted);
            require("anchors", anchors);
            require("certificate", certificate);
            require("key", key);
            if (!"https".equals(url.getScheme()) || url.getHost() == null) {
                throw new IllegalArgumentException("devicetrail.certificates.est.url must be an address of https");
            }
            if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0 || tries < 1 || tries > MOST_TRIES) {
                throw new IllegalArgumentException(
                        "devicetrail.certificates.est: timeout must be up to 1m, tries 1 to " + MOST_TRIES);
            }
        }

        private static void require(String name, @Nullable Object value) {
            if (value == null) {
                throw new IllegalArgumentException("devicetrail.certificates.est." + name + " is missing");
            }
        }
    }
}
