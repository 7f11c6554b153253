package io.devicetrail.identity.issuer;

import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.account.AccountLog.RefusedException;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.keys.TokenKeys;
import io.devicetrail.identity.page.Browser;
import io.devicetrail.identity.page.PersonAuthentication;
import io.devicetrail.identity.session.Sessions;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.stereotype.Component;

/**
 * Makes tokens for people whose session is open and for machines that show their key, and hands out none that the log has not taken (21 CFR 11.10(e)). An
 * access token is for the audience {@value #AUDIENCE} and says who, in which session, by which proofs.
 */
@Component
class Tokens implements OAuth2TokenGenerator<OAuth2Token> {
    static final String AUDIENCE = "devicetrail";
    /** Claim by which a machine's token is told from a person's; it has no session either. */
    static final String USE = "token_use";

    static final String MACHINE = "machine";

    private static final int REFRESH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JwtGenerator jwts;
    private final AccountLog accounts;
    private final KeyTokens machines;
    private final Sessions sessions;
    private final Clock clock;

    Tokens(TokenKeys keys, AccountLog accounts, KeyTokens machines, Sessions sessions, Clock clock) {
        this.jwts = new JwtGenerator(new NimbusJwtEncoder((selector, context) -> selector.select(keys.inForce())));
        this.jwts.setJwtCustomizer(Tokens::claims);
        this.jwts.setClock(clock);
        this.accounts = accounts;
        this.machines = machines;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public @Nullable OAuth2Token generate(OAuth2TokenContext context) {
        if (context.getPrincipal() instanceof KeyAuthentication.Machine machine) {
            return ofMachine(machine, context);
        }
        if (!(context.getPrincipal() instanceof PersonAuthentication person)) {
            // Authorization and device codes are made elsewhere.
            return null;
        }
        if (OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())) {
            return refreshToken(context);
        }
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            if (!sessions.isOpenUnused(person.who().session())) {
                throw refused(OAuth2ErrorCodes.INVALID_GRANT, "The session has ended; sign in again");
            }
            Jwt token = jwts.generate(context);
            if (token != null) {
                record(person, context, Objects.requireNonNull(token.getExpiresAt()));
            }
            return token;
        }
        Jwt told = jwts.generate(context);
        return told == null ? null : idToken(told);
    }

    /** Nothing to renew it by: the key itself is shown for the next one. */
    private @Nullable OAuth2Token ofMachine(KeyAuthentication.Machine machine, OAuth2TokenContext context) {
        if (!OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            return null;
        }
        machines.admit(machine.key().issued());
        Jwt token = jwts.generate(context);
        if (token != null) {
            machines.record(machine.key().issued(), token);
        }
        return token;
    }

    /** Spring's own generator makes none for public clients; these are rotated at each use (RFC 9700, 4.14.2). */
    private OAuth2RefreshToken refreshToken(OAuth2TokenContext context) {
        byte[] random = new byte[REFRESH_BYTES];
        RANDOM.nextBytes(random);
        Instant now = clock.instant();
        return new OAuth2RefreshToken(
                Base64.getUrlEncoder().withoutPadding().encodeToString(random),
                now,
                now.plus(context.getRegisteredClient().getTokenSettings().getRefreshTokenTimeToLive()));
    }

    private void record(PersonAuthentication person, OAuth2TokenContext context, Instant expiresAt) {
        try {
            accounts.tokenIssued(
                    person.proven(Browser.origin(person.origin())),
                    person.who().session(),
                    context.getRegisteredClient().getClientId(),
                    Objects.requireNonNull(context.getAuthorizationGrantType()).getValue(),
                    expiresAt);
        } catch (RefusedException refused) {
            throw refused(OAuth2ErrorCodes.INVALID_GRANT, refused.code());
        } catch (LogAwayException away) {
            throw refused(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, "The log is not reachable; try again shortly");
        }
    }

    private static OAuth2AuthenticationException refused(String code, String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
    }

    /**
     * The same token; kept without the time of the sign-in, which is told anew in each that is renewed. Spring would take
     * it from here, as an old date and nothing else.
     */
    private static Jwt idToken(Jwt told) {
        return Jwt.withTokenValue(told.getTokenValue())
                .headers(headers -> headers.putAll(told.getHeaders()))
                .claims(claims -> {
                    claims.putAll(told.getClaims());
                    claims.remove(IdTokenClaimNames.AUTH_TIME);
                })
                .build();
    }

    private static void claims(JwtEncodingContext context) {
        if (context.getPrincipal() instanceof KeyAuthentication.Machine machine) {
            context.getClaims()
                    .audience(List.of(AUDIENCE))
                    .claim("client_id", machine.getName())
                    .claim(USE, MACHINE);
        }
        if (context.getPrincipal() instanceof PersonAuthentication person) {
            SignedIn who = person.who();
            context.getClaims()
                    .claim("sid", who.session())
                    .claim("amr", who.methods())
                    .claim("name", who.printedName());
            if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
                context.getClaims()
                        .claim(IdTokenClaimNames.AUTH_TIME, person.provenAt().getEpochSecond());
            }
            if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
                context.getClaims()
                        .audience(List.of(AUDIENCE))
                        .claim("client_id", context.getRegisteredClient().getClientId());
            }
        }
    }
}
