package io.devicetrail.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeySecrets;
import io.devicetrail.domain.apikey.KnownApiKey;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.Requirement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

/** How a machine shows its key at the token endpoint, and how it must not; and what the log says of the key then. */
class KeyAuthenticationTest {
    private static final ApiKeyId ID = new ApiKeyId(new UUID(7, 1));
    private static final String SECRET = "S3";

    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private @Nullable KnownApiKey logged = key(Duration.ofHours(1), false);
    private boolean beats = true;
    private boolean away;

    private final KeyAuthentication keys = new KeyAuthentication(new KeyClients(
            new OneSecret(),
            id -> {
                if (away) {
                    throw new IllegalStateException("away");
                }
                return Optional.ofNullable(logged);
            },
            () -> beats,
            clock,
            meters));

    @Test
    void itIsShownByBasicOrInTheForm() {
        assertThat(accepted(asked(request -> basic(request, ID + ":" + SECRET))).getName())
                .isEqualTo(ID.toString());
        assertThat(accepted(asked(request -> form(request, ID.toString(), SECRET)))
                        .getName())
                .isEqualTo(ID.toString());
        assertThat(accepted(asked(request -> form(request, ID.toString().replace("-", ""), SECRET)))
                        .getName())
                .isEqualTo(ID.toString());
    }

    @Test
    void otherGrantsAreNotItsBusiness() {
        MockHttpServletRequest request = asked(each -> form(each, ID.toString(), SECRET));
        request.setParameter("grant_type", "refresh_token");
        assertThat(keys.convert(request)).isNull();
    }

    @Test
    @Requirement("11.300(d)")
    void inAnAddressOrInTwoWaysItIsInvalid() {
        for (Consumer<MockHttpServletRequest> wrong : List.<Consumer<MockHttpServletRequest>>of(
                request -> {
                    form(request, ID.toString(), SECRET);
                    request.setQueryString("client_secret=" + SECRET);
                },
                request -> {
                    basic(request, ID + ":" + SECRET);
                    request.setParameter("client_id", ID.toString());
                },
                request -> {
                    basic(request, ID + ":" + SECRET);
                    request.setParameter("client_secret", SECRET);
                })) {
            assertThatThrownBy(() -> keys.convert(asked(wrong))).satisfies(code("invalid_request"));
        }
    }

    @Test
    void whatIsNoPairIsNoClient() {
        for (Consumer<MockHttpServletRequest> wrong : List.<Consumer<MockHttpServletRequest>>of(
                request -> {},
                request -> form(request, "", SECRET),
                request -> form(request, ID.toString(), " "),
                request -> basic(request, "no colon"),
                request -> basic(request, ":" + SECRET),
                request -> basic(request, ID + ":"),
                request -> request.addHeader("Authorization", "Basic ???"),
                request -> request.addHeader(
                        "Authorization",
                        "Bogus "
                                + Base64.getEncoder()
                                        .encodeToString((ID + ":" + SECRET).getBytes(StandardCharsets.UTF_8))),
                request -> {
                    form(request, ID.toString(), SECRET);
                    request.addParameter("client_id", "other");
                },
                request -> {
                    form(request, ID.toString(), SECRET);
                    request.addParameter("client_secret", "other");
                })) {
            assertThatThrownBy(() -> keys.convert(asked(wrong))).satisfies(code("invalid_client"));
        }
    }

    @Test
    @Requirement("11.300(b)")
    void onlyAKeyThatTheLogKnowsAndThatHoldsOpensAnything() {
        logged = key(Duration.ofHours(1), true);
        refused(ID.toString(), SECRET);
        logged = key(Duration.ZERO, false);
        refused(ID.toString(), SECRET);
        logged = key(Duration.ofSeconds(1), false);
        refused(ID.toString(), SECRET);
        logged = null;
        refused(ID.toString(), SECRET);
        logged = key(Duration.ofHours(1), false);
        refused(ID.toString(), "wrong");
        assertThat(meters.counter("devicetrail.api.key.refused").count()).isEqualTo(5);
        assertThat(accepted(asked(request -> form(request, ID.toString(), SECRET)))
                        .isAuthenticated())
                .as("the control")
                .isTrue();
    }

    @Test
    void aTokenIsGoodForTenMinutesAndNeverPastTheKeysEnd() {
        assertThat(lifetime()).isEqualTo(Duration.ofMinutes(10));
        logged = key(Duration.ofMinutes(3), false);
        assertThat(lifetime()).isEqualTo(Duration.ofMinutes(3));
    }

    /** Nothing is said of the key, so whoever has it keeps it; and nothing is counted against it. */
    @Test
    void whileTheLogIsAwayNobodyKnows() {
        beats = false;
        assertThatThrownBy(() -> accepted(asked(request -> form(request, ID.toString(), SECRET))))
                .satisfies(code("temporarily_unavailable"));
        beats = true;
        away = true;
        assertThatThrownBy(() -> accepted(asked(request -> form(request, ID.toString(), SECRET))))
                .satisfies(code("temporarily_unavailable"));
        assertThat(meters.counter("devicetrail.api.key.refused").count()).isZero();
    }

    private Duration lifetime() {
        KeyAuthentication.Machine machine =
                (KeyAuthentication.Machine) accepted(asked(request -> form(request, ID.toString(), SECRET)));
        return Objects.requireNonNull(machine.getRegisteredClient())
                .getTokenSettings()
                .getAccessTokenTimeToLive();
    }

    private void refused(String id, String secret) {
        assertThatThrownBy(() -> accepted(asked(request -> form(request, id, secret))))
                .satisfies(code("invalid_client"));
    }

    private Authentication accepted(MockHttpServletRequest request) {
        Authentication shown = Objects.requireNonNull(keys.convert(request));
        assertThat(keys.supports(shown.getClass())).isTrue();
        return Objects.requireNonNull(keys.authenticate(shown));
    }

    private static MockHttpServletRequest asked(Consumer<MockHttpServletRequest> with) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/identity/token");
        request.setParameter("grant_type", "client_credentials");
        with.accept(request);
        return request;
    }

    private static void basic(MockHttpServletRequest request, String pair) {
        request.addHeader(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private static void form(MockHttpServletRequest request, String id, String secret) {
        request.setParameter("client_id", id);
        request.setParameter("client_secret", secret);
    }

    private static Consumer<Throwable> code(String code) {
        return thrown -> assertThat(
                        ((OAuth2AuthenticationException) thrown).getError().getErrorCode())
                .isEqualTo(code);
    }

    private KnownApiKey key(Duration left, boolean revoked) {
        return new KnownApiKey(
                new ApiKeyIssued(
                        ID,
                        new TenantId("acme"),
                        null,
                        "MES",
                        List.of("operator"),
                        List.of(),
                        clock.instant().plus(left)),
                revoked);
    }

    /** A table that knows one text. */
    private static final class OneSecret implements ApiKeySecrets {
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
            return text.equals(PREFIX + ID.toString().replace("-", "") + "_" + SECRET)
                    ? Optional.of(ID)
                    : Optional.empty();
        }
    }
}
