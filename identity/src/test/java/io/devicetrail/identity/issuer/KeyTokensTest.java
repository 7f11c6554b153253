package io.devicetrail.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

/** How many tokens a machine gets, and of how many machines that is remembered. */
class KeyTokensTest {
    private final KeyTokens tokens = new KeyTokens(DefaultCommandGateway.builder()
            .commandBus(SimpleCommandBus.builder().build())
            .build());

    @Test
    void aKeyHasItsShareOfAMinuteAndOthersHaveTheirs() {
        spend(key(0));
        assertThatThrownBy(() -> tokens.admit(key(0)))
                .isInstanceOfSatisfying(
                        OAuth2AuthenticationException.class,
                        refused -> assertThat(refused.getError().getErrorCode()).isEqualTo(KeyTokens.SLOW_DOWN));
        assertThatCode(() -> tokens.admit(key(1))).doesNotThrowAnyException();
    }

    /** Memory is bounded: forgotten is the key that asked longest ago, and no other. */
    @Test
    void ofTooManyKeysTheOneThatAskedLongestAgoIsForgotten() {
        spend(key(0));
        for (int other = 1; other < KeyTokens.MOST_KEYS; other++) {
            tokens.admit(key(other));
        }
        assertThatThrownBy(() -> tokens.admit(key(0)))
                .as("as many as are remembered")
                .isInstanceOf(OAuth2AuthenticationException.class);
        for (int other = KeyTokens.MOST_KEYS; other < 2 * KeyTokens.MOST_KEYS; other++) {
            tokens.admit(key(other));
        }
        assertThatCode(() -> tokens.admit(key(0))).doesNotThrowAnyException();
    }

    private void spend(ApiKeyIssued key) {
        for (int i = 0; i < KeyTokens.MOST_PER_MINUTE; i++) {
            tokens.admit(key);
        }
    }

    private static ApiKeyIssued key(int number) {
        return new ApiKeyIssued(
                new ApiKeyId(new UUID(7, number)),
                new TenantId("acme"),
                null,
                "MES " + number,
                List.of("operator"),
                List.of(),
                Instant.parse("2099-01-01T00:00:00Z"));
    }
}
