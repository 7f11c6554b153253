package io.devicetrail.identity.issuer;

import io.devicetrail.identity.SignInSettings;
import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** The programs that may ask for tokens. Both are public: what is shipped to everybody keeps no secret. */
@Configuration(proxyBeanMethods = false)
class Clients {
    static final String BROWSER = "devicetrail-browser";
    static final String COMMAND_LINE = "devicetrail-cli";
    /** The right to use the API as far as one's roles reach. */
    static final String SCOPE = "devicetrail";

    static final Duration ACCESS_TOKEN = Duration.ofMinutes(10);
    static final Duration CODE = Duration.ofMinutes(1);
    static final Duration DEVICE_CODE = Duration.ofMinutes(10);

    /** Any port of the loopback interface, which a program opens for the answer (RFC 8252, 7.3). */
    private static final String LOOPBACK = "http://127.0.0.1/callback";

    private static final String LOOPBACK_V6 = "http://[::1]/callback";

    @Bean
    RegisteredClientRepository registeredClients(SignInSettings settings) {
        TokenSettings tokens = TokenSettings.builder()
                .accessTokenTimeToLive(ACCESS_TOKEN)
                .refreshTokenTimeToLive(settings.sessionLength())
                .authorizationCodeTimeToLive(CODE)
                .deviceCodeTimeToLive(DEVICE_CODE)
                .reuseRefreshTokens(false)
                .idTokenSignatureAlgorithm(SignatureAlgorithm.RS256)
                .build();
        RegisteredClient browser = RegisteredClient.withId(BROWSER)
                .clientId(BROWSER)
                .clientName("Browser")
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUri(LOOPBACK)
                .redirectUri(LOOPBACK_V6)
                .redirectUris(uris ->
                        settings.redirectUris().stream().map(URI::toString).forEach(uris::add))
                .postLogoutRedirectUris(uris ->
                        settings.redirectUris().stream().map(URI::toString).forEach(uris::add))
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .scope(SCOPE)
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(tokens)
                .build();
        RegisteredClient commandLine = RegisteredClient.withId(COMMAND_LINE)
                .clientId(COMMAND_LINE)
                .clientName("Command line")
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .scope(SCOPE)
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .tokenSettings(tokens)
                .build();
        return new InMemoryRegisteredClientRepository(browser, commandLine);
    }
}
