package io.devicetrail.app.access;

import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeySecrets;
import io.devicetrail.domain.apikey.KnownApiKey;
import io.devicetrail.domain.apikey.KnownApiKeys;
import io.devicetrail.domain.shared.LogPulse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/**
 * Accepts API keys in the place of access tokens (21 CFR 11.10(d)). The credentials tell whose key it is, the log at every
 * use whether it holds: a revoked one is refused at once.
 */
@Component
class Keys {
    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
    private static final String REFUSED =
            "The API key is not accepted: it was never issued, was revoked, or is over. An administrator of the tenant"
                    + " issues another one.";

    private static final String AWAY =
            "The API key cannot be checked at the moment: the log is not reachable. Keep the key, and repeat shortly.";

    private final ApiKeySecrets secrets;
    private final KnownApiKeys keys;
    private final Clock clock;
    private final LogPulse pulse;
    private final Counter refused;

    Keys(ApiKeySecrets secrets, KnownApiKeys keys, Clock clock, LogPulse pulse, MeterRegistry meters) {
        this.secrets = secrets;
        this.keys = keys;
        this.clock = clock;
        this.pulse = pulse;
        this.refused = Counter.builder("devicetrail.api.key.refused")
                .description("API keys that were not accepted (21 CFR 11.300(d))")
                .register(meters);
    }

    static boolean isOne(String token) {
        return token.startsWith(ApiKeySecrets.PREFIX);
    }

    /**
     * @throws InvalidBearerTokenException if it is not to be accepted, without saying which rule it broke
     * @throws NotCheckableException if nobody can say at the moment
     */
    SignedIn accept(String text) {
        return accepted(() -> secrets.keyOf(text).flatMap(keys::key), key -> new SignedIn.Machine(key, keys));
    }

    /**
     * By a token that our own issuer made for the key, which is asked for all the same.
     *
     * @throws InvalidBearerTokenException if it is not to be accepted, without saying which rule it broke
     * @throws NotCheckableException if nobody can say at the moment
     */
    SignedIn acceptToken(ApiKeyId key, Instant expiresAt) {
        return accepted(() -> keys.key(key), known -> new SignedIn.Machine(known, keys, expiresAt));
    }

    private SignedIn accepted(Supplier<Optional<KnownApiKey>> asked, Function<KnownApiKey, SignedIn> machine) {
        return known(asked)
                .filter(key -> key.holdsAt(clock.instant()))
                .map(machine)
                .orElseThrow(() -> {
                    refused.increment();
                    return new InvalidBearerTokenException(REFUSED);
                });
    }

    /** Who asks a database that hangs, hangs with it. */
    private Optional<KnownApiKey> known(Supplier<Optional<KnownApiKey>> asked) {
        if (!pulse.beats()) {
            throw new NotCheckableException(AWAY);
        }
        try {
            return asked.get();
        } catch (RuntimeException away) {
            LOG.warn("an API key could not be checked", away);
            throw new NotCheckableException(AWAY, away);
        }
    }
}
