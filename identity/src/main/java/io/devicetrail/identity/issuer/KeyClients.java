package io.devicetrail.identity.issuer;

import io.devicetrail.domain.apikey.ApiKeySecrets;
import io.devicetrail.domain.apikey.KnownApiKey;
import io.devicetrail.domain.apikey.KnownApiKeys;
import io.devicetrail.domain.shared.LogPulse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/**
 * Each API key is a client of the token endpoint (21 CFR 11.10(d)): {@code client_id} is the key's id, {@code
 * client_secret} what follows it in the key's text. An unknown id and a wrong secret are answered alike.
 */
@Component
class KeyClients {
    private static final Logger LOG = LoggerFactory.getLogger(KeyClients.class);
    /** Below it a token would be over before it is used. */
    private static final Duration SHORTEST_TOKEN = Duration.ofSeconds(1);

    private final ApiKeySecrets secrets;
    private final KnownApiKeys keys;
    private final LogPulse pulse;
    private final Clock clock;
    private final Counter refused;

    KeyClients(ApiKeySecrets secrets, KnownApiKeys keys, LogPulse pulse, Clock clock, MeterRegistry meters) {
        this.secrets = secrets;
        this.keys = keys;
        this.pulse = pulse;
        this.clock = clock;
        this.refused = Counter.builder("devicetrail.api.key.refused")
                .description("API keys that were not accepted (21 CFR 11.300(d))")
                .register(meters);
    }

    /** @throws OAuth2AuthenticationException if the key is not to be accepted, without saying why */
    KeyAuthentication.Machine accept(String id, String secret) {
        Instant now = clock.instant();
        KnownApiKey key = known(ApiKeySecrets.PREFIX + id.replace("-", "") + "_" + secret)
                .filter(found -> found.holdsAt(now.plus(SHORTEST_TOKEN)))
                .orElseThrow(() -> {
                    refused.increment();
                    return KeyAuthentication.invalidClient();
                });
        return new KeyAuthentication.Machine(client(key, now), key);
    }

    /** Who asks a database that hangs, hangs with it. */
    private Optional<KnownApiKey> known(String text) {
        if (!pulse.beats()) {
            throw away();
        }
        try {
            return secrets.keyOf(text).flatMap(keys::key);
        } catch (RuntimeException away) {
            LOG.warn("an API key could not be checked", away);
            throw away();
        }
    }

    private static OAuth2AuthenticationException away() {
        return new OAuth2AuthenticationException(new OAuth2Error(
                OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
                "The key cannot be checked at the moment; try again shortly",
                null));
    }

    /** Good for one request: what the log says of the key may be another thing at the next. */
    private static RegisteredClient client(KnownApiKey key, Instant now) {
        String id = key.issued().key().toString();
        Duration left = Duration.between(now, key.issued().expiresAt());
        return RegisteredClient.withId(id)
                .clientId(id)
                .clientName(key.issued().name())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope(Clients.SCOPE)
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(left.compareTo(Clients.ACCESS_TOKEN) < 0 ? left : Clients.ACCESS_TOKEN)
                        .build())
                .build();
    }
}
