package io.devicetrail.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeySecrets;
import io.devicetrail.domain.apikey.KnownApiKey;
import io.devicetrail.domain.apikey.KnownApiKeys;
import io.devicetrail.domain.tenant.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** The table only tells whose text it is: whatever stays in it, the log decides at every use. */
class KeysTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final ApiKeyId KEY = new ApiKeyId(new UUID(0, 1));
    private static final String TEXT = "dtk_1_A";

    private @Nullable KnownApiKey logged = key(false);
    private boolean away;
    private boolean beats = true;
    private final KnownApiKeys log = key -> {
        if (away) {
            throw new IllegalStateException("the database is away");
        }
        return Optional.ofNullable(logged);
    };
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Keys keys =
            new Keys(new EveryTextIsTheKeys(), log, Clock.fixed(NOW, ZoneOffset.UTC), () -> beats, meters);

    @Test
    void aRevokedKeyIsRefusedThoughItsRowStayed() {
        assertThat(keys.accept(TEXT).actorId()).as("the control").isEqualTo(KEY.toString());
        logged = key(true);
        refused();
    }

    @Test
    void soIsOneThatIsOverAndOneThatTheLogDoesNotKnow() {
        logged = new KnownApiKey(issued(NOW), false);
        refused();
        logged = null;
        refused();
        assertThat(meters.counter("devicetrail.api.key.refused").count()).isEqualTo(4);
    }

    @Test
    void whatWasOpenedByAKeyEndsWithIt() {
        SignedIn byKey = keys.accept(TEXT);
        SignedIn byToken = keys.acceptToken(KEY, NOW.plusSeconds(60));
        assertThat(byKey.holdsAt(NOW) && byKey.standsAt(NOW) && byToken.holdsAt(NOW) && byToken.standsAt(NOW))
                .as("the control")
                .isTrue();
        assertThat(byToken.holdsAt(NOW.plusSeconds(60))).isFalse();
        logged = key(true);
        for (SignedIn machine : List.of(byKey, byToken)) {
            assertThat(machine.holdsAt(NOW)).isFalse();
            assertThat(machine.standsAt(NOW)).isFalse();
        }
    }

    @Test
    void anOutageSaysNothingOfTheKey() {
        away = true;
        assertThatThrownBy(() -> keys.accept(TEXT)).isInstanceOf(NotCheckableException.class);
        assertThatThrownBy(() -> keys.acceptToken(KEY, NOW)).isInstanceOf(NotCheckableException.class);
        away = false;
        beats = false;
        assertThatThrownBy(() -> keys.accept(TEXT)).isInstanceOf(NotCheckableException.class);
    }

    private void refused() {
        assertThatThrownBy(() -> keys.accept(TEXT)).isInstanceOf(InvalidBearerTokenException.class);
        assertThatThrownBy(() -> keys.acceptToken(KEY, NOW.plusSeconds(60)))
                .isInstanceOf(InvalidBearerTokenException.class);
    }

    private static KnownApiKey key(boolean revoked) {
        return new KnownApiKey(issued(NOW.plusSeconds(3_600)), revoked);
    }

    private static ApiKeyIssued issued(Instant end) {
        return new ApiKeyIssued(KEY, new TenantId("acme"), null, "MES", List.of("operator"), List.of(), end);
    }

    /** A table in which nothing is ever dropped. */
    private static final class EveryTextIsTheKeys implements ApiKeySecrets {
        @Override
        public PreparedKey prepare(ApiKeyId key, Instant expiresAt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void activate(UUID prepared) {}

        @Override
        public void forget(UUID prepared) {}

        @Override
        public void drop(ApiKeyId key) {}

        @Override
        public Optional<ApiKeyId> keyOf(String text) {
            return Optional.of(KEY);
        }
    }
}
