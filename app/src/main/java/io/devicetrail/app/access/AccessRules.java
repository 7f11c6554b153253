package io.devicetrail.app.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.OPTIONS;
import static org.springframework.http.HttpMethod.POST;

import io.devicetrail.app.limits.Limits;
import io.devicetrail.domain.authority.Permission;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What of HTTP is open, what takes a token and what takes a permission; nothing else is answered. There is no cookie
 * here, so nothing that a foreign page could ride on; CORS is off.
 */
@Configuration
class AccessRules {
    /** Hashes, signatures and keys: whoever checks the ledger needs no account. */
    private static final String[] OPEN_LEDGER = {
        "/ledger/checkpoint",
        "/ledger/cosigned",
        "/ledger/key",
        "/ledger/witness/*",
        "/ledger/tile/{level:[0-9]+}/**",
        "/ledger/proof/*",
        "/ledger/consistency/*",
        "/ledger/rotation/*",
        "/ledger/timestamps",
        "/ledger/timestamp/*"
    };

    /** Certificates, and which of them were revoked: whoever checks one needs no account. */
    private static final String[] OPEN_CERTIFICATES = {"/pki/ca.pem", "/pki/*.crl"};

    private static final String[] LEDGER_ENTRIES = {"/ledger/entry/*", "/ledger/body/*", "/ledger/tile/entries/**"};

    /** Of each request and each filter they would cost more than the rules themselves; nobody reads them. */
    @Bean
    static SecurityObservationSettings observations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain accessChain(
            HttpSecurity http,
            Tokens tokens,
            HttpAuthority authority,
            Refusals refusals,
            Limits limits,
            @Value("${spring.graphql.http.path:/graphql}") String graphql,
            @Value("${spring.graphql.graphiql.enabled:false}") boolean graphiql)
            throws Exception {
        // The handshake only: connection_init brings the token.
        RequestMatcher handshake = request -> request.getMethod().equals("GET")
                && request.getServletPath().equals(graphql)
                && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .oauth2ResourceServer(bearer -> bearer.authenticationManagerResolver(request -> tokens::authenticate)
                        .authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterAfter(new KnownLimit(limits), BearerTokenAuthenticationFilter.class)
                .authorizeHttpRequests(rules -> {
                    rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
                            .permitAll();
                    rules.requestMatchers(GET, "/actuator/health", "/actuator/health/**")
                            .permitAll();
                    rules.requestMatchers(GET, OPEN_LEDGER).permitAll();
                    rules.requestMatchers(GET, OPEN_CERTIFICATES).permitAll();
                    rules.requestMatchers(POST, "/pki/ocsp").permitAll();
                    rules.requestMatchers(GET, LEDGER_ENTRIES)
                            .access(authority.ofInstallation(Permission.LEDGER_ENTRIES));
                    rules.requestMatchers(GET, "/audit-export")
                            .access(authority.ofTenantIn("tenant", Permission.AUDIT_EXPORT));
                    rules.requestMatchers(GET, "/export-jobs/*/files/*")
                            .access(authority.ofTenantIn("tenant", Permission.AUDIT_EXPORT));
                    rules.requestMatchers(OPTIONS, "/artifacts").permitAll();
                    rules.requestMatchers("/artifacts", "/artifacts/*")
                            .access(authority.ofTenantIn("tenant", Permission.STORE_ARTIFACT));
                    rules.requestMatchers("/broker/**")
                            .access(authority.ofTenantIn("tenant", Permission.BROKER_ACCESS));
                    rules.requestMatchers(POST, "/operations/replay")
                            .access(authority.ofInstallation(Permission.START_REPLAY));
                    rules.requestMatchers(POST, "/operations/rotate-ledger-key")
                            .access(authority.ofInstallation(Permission.ROTATE_KEY));
                    rules.requestMatchers(GET, "/actuator/**").access(authority.ofInstallation(Permission.METRICS));
                    if (graphiql) {
                        rules.requestMatchers(GET, "/graphiql").permitAll();
                    }
                    rules.requestMatchers(handshake).permitAll();
                    rules.requestMatchers(POST, graphql).authenticated();
                    rules.anyRequest().denyAll();
                })
                .build();
    }
}
