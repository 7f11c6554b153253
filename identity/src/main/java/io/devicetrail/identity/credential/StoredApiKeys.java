package io.devicetrail.identity.credential;

import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeySecrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keys as {@code dtk_<id>_<secret>}: 32 hexadecimal digits, and 32 random bytes in Base32. A plain hash hides the secret
 * well, for there is nothing to guess; a slow one would cost its time at every request.
 */
@Component
final class StoredApiKeys implements ApiKeySecrets {
    /** How long one may be on its way into the log. */
    static final Duration LONGEST_PENDING = Duration.ofHours(1);

    private static final int BYTES = 32;
    private static final Pattern TEXT = Pattern.compile(PREFIX + "([0-9a-f]{32})_([A-Z2-7]{52})");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Clock clock;

    StoredApiKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public PreparedKey prepare(ApiKeyId key, Instant expiresAt) {
        Instant now = clock.instant();
        jdbc.sql("delete from identity.api_key where expires_at <= :now or (not active and prepared_at <= :late)")
                .param("now", time(now))
                .param("late", time(now.minus(LONGEST_PENDING)))
                .update();
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String secret = Base32.of(bytes);
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into identity.api_key (id, key_id, hash, prepared_at, expires_at)
                        values (:id, :key, :hash, :now, :expires)""")
                .param("id", id)
                .param("key", key.value())
                .param("hash", hash(secret))
                .param("now", time(now))
                .param("expires", time(expiresAt))
                .update();
        return new PreparedKey(id, PREFIX + key.toString().replace("-", "") + "_" + secret);
    }

    @Override
    public void activate(UUID prepared) {
        int rows = jdbc.sql("update identity.api_key set active = true where id = :id")
                .param("id", prepared)
                .update();
        if (rows == 0) {
            throw new IllegalStateException("The prepared API key is not there any more");
        }
    }

    @Override
    public void forget(UUID prepared) {
        jdbc.sql("delete from identity.api_key where id = :id and not active")
                .param("id", prepared)
                .update();
    }

    @Override
    public void drop(ApiKeyId key) {
        jdbc.sql("delete from identity.api_key where key_id = :key")
                .param("key", key.value())
                .update();
    }

    @Override
    public Optional<ApiKeyId> keyOf(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        UUID key = uuid(parts.group(1));
        return jdbc.sql("select hash from identity.api_key where key_id = :key and active and expires_at > :now")
                .param("key", key)
                .param("now", time(clock.instant()))
                .query((row, number) -> row.getBytes("hash"))
                .optional()
                .filter(hash -> MessageDigest.isEqual(hash, hash(parts.group(2))))
                .map(hash -> new ApiKeyId(key));
    }

    private static UUID uuid(String digits) {
        return UUID.fromString(digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
