package io.devicetrail.identity.issuer;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.keys.TokenKeys;
import io.devicetrail.identity.page.ErrorPages;
import io.devicetrail.identity.page.Pages;
import io.devicetrail.identity.page.SignOut;
import io.devicetrail.identity.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadataClaimNames;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.session.DisableEncodeUrlFilter;

/** The filter chain of the issuer and of its pages, and of nothing else. */
@Configuration(proxyBeanMethods = false)
class IssuerSecurity {
    /** Before any chain of the application's. */
    static final int FIRST = -100;

    /** Of a proof that its sender holds a key (RFC 9449). */
    private static final String DPOP = "DPoP";

    private static final String VERIFY = "/identity/device-verification";

    @Bean
    AuthorizationServerSettings authorizationServerSettings(SignInSettings settings) {
        AuthorizationServerSettings.Builder builder = AuthorizationServerSettings.builder()
                .authorizationEndpoint(Pages.AUTHORIZE)
                .pushedAuthorizationRequestEndpoint("/identity/par")
                .tokenEndpoint("/identity/token")
                .jwkSetEndpoint("/identity/keys")
                .deviceAuthorizationEndpoint("/identity/device-authorization")
                .deviceVerificationEndpoint(VERIFY)
                .tokenRevocationEndpoint("/identity/revoke")
                .tokenIntrospectionEndpoint("/identity/introspect")
                .oidcUserInfoEndpoint("/identity/userinfo")
                .oidcLogoutEndpoint("/identity/logout");
        if (settings.issuer() != null) {
            builder.issuer(settings.issuer().toString());
        }
        return builder.build();
    }

    @Bean
    JWKSource<SecurityContext> publishedKeys(TokenKeys keys) {
        return (selector, context) -> selector.select(keys.all());
    }

    @Bean
    SessionRegistry sessionRegistry() {
        return new NoSessionRegistry();
    }

    @Bean
    SecurityContextRepository browserSessions() {
        return new HttpSessionSecurityContextRepository();
    }

    /** In a cookie as well: an address that a browser goes on to after its person has signed in, never a form. */
    @Bean
    RequestCache interruptedRequests() {
        CookieRequestCache cache = new CookieRequestCache();
        cache.setRequestMatcher(
                request -> "GET".equals(request.getMethod()) && Pages.resumes(request.getServletPath()));
        cache.setCookieCustomizer(cookie -> cookie.setAttribute("SameSite", "Lax"));
        return cache;
    }

    /** In a cookie that no script reads, so that a page for a form costs no memory. */
    @Bean
    CsrfTokenRepository formTokens() {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("devicetrail-form");
        tokens.setCookieCustomizer(
                cookie -> cookie.path("/identity").httpOnly(true).sameSite("Lax"));
        return tokens;
    }

    @Bean
    @Order(FIRST)
    SecurityFilterChain issuerChain(
            HttpSecurity http,
            RegisteredClientRepository clients,
            KeyClients keyClients,
            Tokens tokens,
            Authorizations authorizations,
            NoConsents consents,
            Sessions sessions,
            SignOut signOut,
            ErrorPages errors,
            SignInSettings settings,
            LogPulse pulse,
            Clock clock,
            SecurityContextRepository browserSessions,
            RequestCache interruptedRequests,
            CsrfTokenRepository formTokens)
            throws Exception {
        PublicClients publicClients = new PublicClients(clients);
        KeyAuthentication machines = new KeyAuthentication(keyClients);
        TokenRefusals refusals = new TokenRefusals();
        http.securityMatcher(
                        "/identity/**", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")
                .with(
                        new OAuth2AuthorizationServerConfigurer(),
                        server -> server.registeredClientRepository(clients)
                                .authorizationService(authorizations)
                                .authorizationConsentService(consents)
                                .tokenGenerator(tokens)
                                .clientAuthentication(
                                        client -> client.authenticationConverter(IssuerSecurity::refuseProofs)
                                                .authenticationConverter(machines)
                                                .authenticationProvider((AuthenticationProvider) machines)
                                                .authenticationConverter(publicClients)
                                                .authenticationProvider((AuthenticationProvider) publicClients)
                                                .errorResponseHandler(refusals))
                                .tokenEndpoint(endpoint -> endpoint.errorResponseHandler(refusals))
                                .deviceAuthorizationEndpoint(endpoint -> endpoint.verificationUri(Pages.DEVICE))
                                .deviceVerificationEndpoint(endpoint -> endpoint.consentPage(Pages.DEVICE_CONFIRM)
                                        .deviceVerificationResponseHandler(errors.deviceDone())
                                        .errorResponseHandler(errors))
                                .authorizationServerMetadataEndpoint(
                                        endpoint -> endpoint.authorizationServerMetadataCustomizer(
                                                told -> told.claims(IssuerSecurity::truly)))
                                .oidc(oidc -> oidc.providerConfigurationEndpoint(
                                                endpoint -> endpoint.providerConfigurationCustomizer(
                                                        told -> told.claims(IssuerSecurity::truly)))
                                        .userInfoEndpoint(endpoint -> endpoint.errorResponseHandler(refusals))
                                        .logoutEndpoint(endpoint -> endpoint.logoutResponseHandler(signOut)
                                                .errorResponseHandler(errors))))
                // Public clients prove too little to be told about tokens, or to leave requests here.
                .authorizeHttpRequests(requests -> requests.requestMatchers("/identity/introspect", "/identity/par")
                        .denyAll()
                        // Answered by the endpoint itself: that nobody is signed in is an error of the protocol there.
                        .requestMatchers(SignInAnew::wantsNoPage)
                        .permitAll()
                        .requestMatchers(Pages.OPEN.toArray(String[]::new))
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .securityContext(context -> context.securityContextRepository(browserSessions))
                .requestCache(cache -> cache.requestCache(interruptedRequests))
                .csrf(csrf -> csrf.csrfTokenRepository(formTokens))
                .logout(logout -> logout.disable())
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint(Pages.SIGN_IN)))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(Pages.policy(settings)))
                        .frameOptions(frames -> frames.deny())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .addFilterBefore(new SmallForms(), DisableEncodeUrlFilter.class)
                // Where headers are written already: what these answer are pages.
                .addFilterAfter(new OpenSessions(sessions, pulse, errors), HeaderWriterFilter.class)
                .addFilterAfter(new SignInAnew(signOut, errors, clock), OpenSessions.class);
        return http.build();
    }

    /** Who asks for a token that is bound to a key (RFC 9449, 5) would take the one they got for such a token. */
    private static @Nullable Authentication refuseProofs(HttpServletRequest request) {
        if (request.getParameter(OAuth2ParameterNames.GRANT_TYPE) != null && request.getHeader(DPOP) != null) {
            throw new OAuth2AuthenticationException(new OAuth2Error(
                    OAuth2ErrorCodes.INVALID_REQUEST,
                    "Tokens are not bound to keys here; ask without a DPoP proof",
                    null));
        }
        return null;
    }

    /**
     * What clients are told is what they get: public clients, keys, no introspection, no requests left here, and tokens
     * that are good for whoever has them.
     */
    private static void truly(Map<String, Object> told) {
        List<String> none = List.of(ClientAuthenticationMethod.NONE.getValue());
        told.put(
                OAuth2AuthorizationServerMetadataClaimNames.TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED,
                List.of(
                        ClientAuthenticationMethod.NONE.getValue(),
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue(),
                        ClientAuthenticationMethod.CLIENT_SECRET_POST.getValue()));
        told.put(OAuth2AuthorizationServerMetadataClaimNames.REVOCATION_ENDPOINT_AUTH_METHODS_SUPPORTED, none);
        told.put(
                OAuth2AuthorizationServerMetadataClaimNames.GRANT_TYPES_SUPPORTED,
                List.of(
                        AuthorizationGrantType.AUTHORIZATION_CODE.getValue(),
                        AuthorizationGrantType.REFRESH_TOKEN.getValue(),
                        AuthorizationGrantType.DEVICE_CODE.getValue(),
                        AuthorizationGrantType.CLIENT_CREDENTIALS.getValue()));
        told.remove(OAuth2AuthorizationServerMetadataClaimNames.INTROSPECTION_ENDPOINT);
        told.remove(OAuth2AuthorizationServerMetadataClaimNames.INTROSPECTION_ENDPOINT_AUTH_METHODS_SUPPORTED);
        told.remove(OAuth2AuthorizationServerMetadataClaimNames.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT);
        told.remove(OAuth2AuthorizationServerMetadataClaimNames.DPOP_SIGNING_ALG_VALUES_SUPPORTED);
        told.remove(OAuth2AuthorizationServerMetadataClaimNames.TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS);
    }
}
