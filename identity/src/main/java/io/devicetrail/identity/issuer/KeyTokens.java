package io.devicetrail.identity.issuer;

import io.devicetrail.domain.apikey.ApiKeyCommand.RecordKeyToken;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeyTokenId;
import io.devicetrail.domain.authority.OfOwnKey;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.page.Browser;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/** Puts the tokens of machines on record, each before it is handed out (21 CFR 11.10(e)), and bounds how many there are. */
@Component
class KeyTokens {
    /** Of one key. A token is good for ten minutes, and each is an event: who asks for more has lost theirs. */
    static final int MOST_PER_MINUTE = 10;
    /** Keys of which it is counted at once; of the one that asked longest ago it is forgotten. */
    static final int MOST_KEYS = 10_000;
    /** Longest wait for the log. */
    static final int ANSWER_SECONDS = 10;

    static final String SLOW_DOWN = "slow_down";

    private static final String METHOD = "api-key";
    private static final Origin HERE = new Origin("local", "devicetrail");

    private final CommandGateway commands;
    private final Map<ApiKeyId, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ApiKeyId, Bucket> eldest) {
            return size() > MOST_KEYS;
        }
    };

    KeyTokens(CommandGateway commands) {
        this.commands = commands;
    }

    /** @throws OAuth2AuthenticationException if the key has had its share of this minute */
    void admit(ApiKeyIssued key) {
        if (!bucket(key.key()).tryConsume(1)) {
            throw refused(SLOW_DOWN, "At most " + MOST_PER_MINUTE + " tokens a minute for a key; use the one you have");
        }
    }

    private synchronized Bucket bucket(ApiKeyId key) {
        return buckets.computeIfAbsent(
                key,
                asked -> Bucket.builder()
                        .addLimit(limit ->
                                limit.capacity(MOST_PER_MINUTE).refillGreedy(MOST_PER_MINUTE, Duration.ofMinutes(1)))
                        .build());
    }

    /** @throws OAuth2AuthenticationException if the log has not taken it: the token must not be handed out then */
    void record(ApiKeyIssued key, Jwt token) {
        ApiKeyTokenId id = new ApiKeyTokenId(UUID.fromString(Objects.requireNonNull(token.getId())));
        Instant expiresAt = Objects.requireNonNull(token.getExpiresAt());
        try {
            commands.<@Nullable Object>sendAndWait(
                    new RecordKeyToken(id, key.key(), expiresAt), metadata(key), ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (CommandExecutionException refused) {
            throw refused.getDetails().filter(Rejection.class::isInstance).isPresent()
                    ? KeyAuthentication.invalidClient()
                    : away();
        } catch (RuntimeException away) {
            throw away();
        }
    }

    private static MetaData metadata(ApiKeyIssued key) {
        Origin origin = Browser.origin(HERE);
        Caller caller = new Caller(
                ActorType.MACHINE,
                key.key().toString(),
                key.name(),
                OfOwnKey.ROLE,
                METHOD,
                origin.address(),
                origin.client(),
                null,
                null);
        Map<String, Object> metadata = caller.toMetadata(key.tenant().value());
        if (key.site() != null) {
            metadata.put(Metadata.SITE, key.site().toString());
        }
        return MetaData.from(metadata);
    }

    private static OAuth2AuthenticationException away() {
        return refused(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, "The log is not reachable; try again shortly");
    }

    private static OAuth2AuthenticationException refused(String code, String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
    }
}
