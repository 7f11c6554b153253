package io.devicetrail.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeySecrets.PreparedKey;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept of API keys, and which texts are told to be one. */
class StoredApiKeysTest {
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final StoredApiKeys keys = new StoredApiKeys(JdbcClient.create(TestDatabase.POOL), clock);
    private final ApiKeyId key = new ApiKeyId(UUID.randomUUID());

    private PreparedKey prepared() {
        return keys.prepare(key, clock.instant().plus(Duration.ofDays(1)));
    }

    @Test
    void aKeyOpensNothingBeforeTheLogHasIt() {
        PreparedKey prepared = prepared();
        assertThat(keys.keyOf(prepared.text())).isEmpty();
        keys.activate(prepared.id());
        assertThat(keys.keyOf(prepared.text())).contains(key);
        keys.forget(prepared.id());
        assertThat(keys.keyOf(prepared.text())).as("in force").contains(key);
        keys.drop(key);
        assertThat(keys.keyOf(prepared.text())).isEmpty();
    }

    @Test
    @Requirement("11.300(d)")
    void anythingButTheWholeKeyIsNone() {
        PreparedKey prepared = prepared();
        keys.activate(prepared.id());
        String text = prepared.text();
        String last = text.endsWith("A") ? "Q" : "A";
        String other = keys.prepare(
                        new ApiKeyId(UUID.randomUUID()), clock.instant().plusSeconds(60))
                .text();
        for (String wrong : List.of(
                "",
                "dtk_",
                text.substring(0, text.length() - 1) + last,
                text.substring(0, text.length() - 1),
                text + "A",
                " " + text,
                text.toUpperCase(java.util.Locale.ROOT),
                text.substring(0, 37) + other.substring(37))) {
            assertThat(keys.keyOf(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    @Requirement("11.300(b)")
    void itEndsAtItsTime() {
        PreparedKey prepared = prepared();
        keys.activate(prepared.id());
        clock.advance(Duration.ofDays(1));
        assertThat(keys.keyOf(prepared.text())).isEmpty();
    }

    @Test
    void onePendingForLongIsDroppedAndNotPutInForceThen() {
        PreparedKey prepared = prepared();
        clock.advance(StoredApiKeys.LONGEST_PENDING);
        prepared();
        assertThatThrownBy(() -> keys.activate(prepared.id())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Requirement("11.300(d)")
    void theSecretIsInNoColumnAndInNoText() {
        PreparedKey prepared = prepared();
        keys.activate(prepared.id());
        String secret = prepared.text().substring(37);
        List<Map<String, Object>> rows = TestDatabase.OWNER.queryForList(
                "select encode(hash, 'escape') as hash, k::text as row from identity.api_key k");
        assertThat(rows.toString()).doesNotContain(secret);
        assertThat(prepared.toString()).doesNotContain(secret);
        assertThat(prepared().text()).isNotEqualTo(prepared.text());
    }
}
