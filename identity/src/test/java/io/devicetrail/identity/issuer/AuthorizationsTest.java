package io.devicetrail.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.identity.AccountsOfTests;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.TestDatabase;
import io.devicetrail.identity.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

class AuthorizationsTest {
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final SignInSettings settings = new SignInSettings(
            12,
            null,
            5,
            5,
            Duration.ofMinutes(15),
            Duration.ofHours(24),
            Duration.ofMinutes(15),
            Duration.ofHours(12),
            List.of(),
            null);
    private final Authorizations authorizations = new Authorizations(
            new Sessions(
                    JdbcClient.create(TestDatabase.POOL),
                    new JdbcTransactionManager(TestDatabase.POOL),
                    new AccountsOfTests(clock, settings),
                    settings,
                    clock),
            () -> true,
            clock);
    private final RegisteredClient client =
            Objects.requireNonNull(new Clients().registeredClients(settings).findByClientId(Clients.COMMAND_LINE));

    @Test
    void deviceCodesThatNobodyApprovedAreRefusedBeforeTheyPushOthersOut() {
        authorizations.save(renewed("signed in", "r1"));
        for (int i = 0; i < Authorizations.MOST_UNAPPROVED; i++) {
            authorizations.save(deviceCode("d" + i));
        }
        assertThatThrownBy(() -> authorizations.save(deviceCode("one more")))
                .isInstanceOf(OAuth2AuthenticationException.class);
        assertThat(authorizations.findByToken("r1", OAuth2TokenType.REFRESH_TOKEN))
                .isNotNull();
        clock.advance(Clients.DEVICE_CODE.plusSeconds(1));
        assertThatCode(() -> authorizations.save(deviceCode("later"))).doesNotThrowAnyException();
    }

    @Test
    @Requirement("11.300(d)")
    void aRefreshTokenThatIsUsedTwiceEndsWhatItBelongsTo() {
        authorizations.save(renewed("ada", "r1"));
        authorizations.save(renewed("ada", "r2"));
        authorizations.save(renewed("ada", "r3"));
        assertThat(authorizations.findByToken("r1", OAuth2TokenType.REFRESH_TOKEN))
                .isNull();
        assertThat(authorizations.findByToken("r3", OAuth2TokenType.REFRESH_TOKEN))
                .isNull();
    }

    private OAuth2Authorization deviceCode(String code) {
        return OAuth2Authorization.withRegisteredClient(client)
                .id(code)
                .principalName(Clients.COMMAND_LINE)
                .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
                .token(new OAuth2DeviceCode(
                        code, clock.instant(), clock.instant().plus(Clients.DEVICE_CODE)))
                .build();
    }

    private OAuth2Authorization renewed(String id, String token) {
        return OAuth2Authorization.withRegisteredClient(client)
                .id(id)
                .principalName("ada")
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .refreshToken(new OAuth2RefreshToken(
                        token, clock.instant(), clock.instant().plus(Duration.ofHours(12))))
                .build();
    }
}
