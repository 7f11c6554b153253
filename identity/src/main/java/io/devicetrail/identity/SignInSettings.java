package io.devicetrail.identity;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The installation's policies of passwords, lockout and sessions (21 CFR 11.300).
 *
 * @param minLength of a password, 8 to 64 characters
 * @param maxAge of a password, at least a day; none by default: one that nobody else knows does not wear out (NIST SP
 *     800-63B, 3.1.1.2). Sites whose procedures ask for ageing (11.300(b)) set it
 * @param history how many former passwords may not be taken again, 0 to 24
 * @param maxFailures failed attempts since the last sign-in, unlocking or end of a lock that lock an account, 3 to
 *     100
 * @param lockFor how long it stays locked, 1 minute to 30 days
 * @param secretFor how long a one-time secret is good, 5 minutes to 30 days
 * @param sessionIdle use within which a session stays open, 1 minute to 1 day
 * @param sessionLength after which one signs in again whatever was done, up to 7 days
 * @param redirectUris to which a browser may return with its code, beside those of the loopback interface
 * @param issuer address under which browsers and clients reach this instance, without a path; default: that of the
 *     request
 */
@ConfigurationProperties("devicetrail.sign-in")
public record SignInSettings(
        @DefaultValue("12") int minLength,
        @Nullable Duration maxAge,
        @DefaultValue("5") int history,
        @DefaultValue("5") int maxFailures,
        @DefaultValue("15m") Duration lockFor,
        @DefaultValue("24h") Duration secretFor,
        @DefaultValue("15m") Duration sessionIdle,
        @DefaultValue("12h") Duration sessionLength,
        @DefaultValue List<URI> redirectUris,
        @Nullable URI issuer) {
    private static final int MOST_REDIRECTS = 32;

    public SignInSettings {
        within("min-length", minLength, 8, 64);
        within("history", history, 0, 24);
        within("max-failures", maxFailures, 3, 100);
        if (maxAge != null) {
            within("max-age", maxAge, Duration.ofDays(1), Duration.ofDays(3650));
        }
        within("lock-for", lockFor, Duration.ofMinutes(1), Duration.ofDays(30));
        within("secret-for", secretFor, Duration.ofMinutes(5), Duration.ofDays(30));
        within("session-idle", sessionIdle, Duration.ofMinutes(1), Duration.ofDays(1));
        within("session-length", sessionLength, sessionIdle, Duration.ofDays(7));
        within("redirect-uris", redirectUris.size(), 0, MOST_REDIRECTS);
        redirectUris = List.copyOf(redirectUris);
        redirectUris.forEach(SignInSettings::requireRedirect);
        if (issuer != null && (!isWeb(issuer) || hasMore(issuer))) {
            throw new IllegalArgumentException(
                    "devicetrail.sign-in.issuer must be an http or https address without a path, not " + issuer);
        }
    }

    private static void requireRedirect(URI uri) {
        if (!isWeb(uri) || uri.getFragment() != null) {
            throw new IllegalArgumentException(
                    "devicetrail.sign-in.redirect-uris: must be http or https addresses without a fragment, not "
                            + uri);
        }
    }

    private static boolean isWeb(URI uri) {
        return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
    }

    private static boolean hasMore(URI uri) {
        return !String.valueOf(uri.getRawPath()).isEmpty() || uri.getQuery() != null || uri.getFragment() != null;
    }

    private static <T extends Comparable<T>> void within(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "devicetrail.sign-in." + name + " must be between " + least + " and " + most + ", not " + value);
        }
    }
}
