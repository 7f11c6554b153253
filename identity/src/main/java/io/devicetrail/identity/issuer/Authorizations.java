package io.devicetrail.identity.issuer;

import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.page.Browser;
import io.devicetrail.identity.page.PersonAuthentication;
import io.devicetrail.identity.session.Sessions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * What was authorized and can still be redeemed or renewed; in memory, so that no token is at rest anywhere. A restart
 * forgets it, and people sign in again (docs/adr/0023). A refresh token that is shown a second time was stolen, or its
 * thief was first: what it belongs to ends, with the session (RFC 9700, 4.14.2).
 */
@Component
class Authorizations implements OAuth2AuthorizationService {
    /** Authorizations kept; the one that was saved longest ago goes first. */
    static final int MOST = 10_000;
    /** Device codes among them that nobody has approved yet; anybody may ask for one, so more are refused. */
    static final int MOST_UNAPPROVED = 500;
    /** Spent refresh tokens that are known again, for each authorization: days of them, ten minutes apart. */
    static final int MOST_SPENT = 1_000;

    private static final Origin HERE = new Origin("local", "devicetrail");
    private static final Logger LOG = LoggerFactory.getLogger(Authorizations.class);

    private static final List<Class<? extends OAuth2Token>> TOKENS = List.of(
            OAuth2AuthorizationCode.class,
            OAuth2AccessToken.class,
            OAuth2RefreshToken.class,
            OidcIdToken.class,
            OAuth2DeviceCode.class,
            OAuth2UserCode.class);

    private final Sessions sessions;
    private final LogPulse pulse;
    private final Clock clock;
    private final Map<String, Kept> byId = new LinkedHashMap<>();
    private final Map<String, String> idByToken = new HashMap<>();

    Authorizations(Sessions sessions, LogPulse pulse, Clock clock) {
        this.sessions = sessions;
        this.pulse = pulse;
        this.clock = clock;
    }

    /** @param spent hashes of refresh tokens that others took the place of, the newest last */
    private record Kept(OAuth2Authorization authorization, List<String> spent) {}

    @Override
    public void save(OAuth2Authorization authorization) {
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(authorization.getAuthorizationGrantType())) {
            // A machine's: neither redeemed nor renewed, and ended with its key.
            return;
        }
        if (revoked(authorization)) {
            drop(authorization.getId());
            endSession(authorization, "revoked");
            return;
        }
        synchronized (this) {
            List<String> spent = spentBy(authorization);
            if (unapproved(authorization) && !byId.containsKey(authorization.getId())) {
                requireRoom();
            }
            drop(authorization.getId());
            byId.put(authorization.getId(), new Kept(authorization, spent));
            Stream.concat(values(authorization), spent.stream())
                    .forEach(value -> idByToken.put(value, authorization.getId()));
            if (byId.size() > MOST) {
                makeRoom();
            }
        }
    }

    private List<String> spentBy(OAuth2Authorization next) {
        Kept before = byId.get(next.getId());
        if (before == null) {
            return List.of();
        }
        String old = value(before.authorization(), OAuth2RefreshToken.class);
        return old == null || old.equals(value(next, OAuth2RefreshToken.class))
                ? before.spent()
                : Stream.concat(
                                before.spent().stream().skip(before.spent().size() < MOST_SPENT ? 0 : 1),
                                Stream.of(hash(old)))
                        .toList();
    }

    /** What belongs to people who are signed in does not give way to what nobody has looked at. */
    private void requireRoom() {
        if (count() < MOST_UNAPPROVED) {
            return;
        }
        Instant now = clock.instant();
        forget(byId.values().stream()
                .map(Kept::authorization)
                .filter(each -> unapproved(each) && outlived(each, now))
                .toList());
        if (count() >= MOST_UNAPPROVED) {
            throw new OAuth2AuthenticationException(new OAuth2Error(
                    OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, "Too many device codes wait; try again shortly", null));
        }
    }

    private long count() {
        return byId.values().stream()
                .filter(kept -> unapproved(kept.authorization()))
                .count();
    }

    private static boolean unapproved(OAuth2Authorization authorization) {
        return authorization.getToken(OAuth2DeviceCode.class) != null
                && !(authorization.getAttribute(Principal.class.getName()) instanceof PersonAuthentication);
    }

    private void forget(List<OAuth2Authorization> all) {
        all.stream().map(OAuth2Authorization::getId).forEach(this::drop);
    }

    /** Who reads the memory finds no token that was good once; a hash of a random one is not guessed. */
    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private synchronized void makeRoom() {
        Instant now = clock.instant();
        forget(byId.values().stream()
                .map(Kept::authorization)
                .filter(each -> outlived(each, now))
                .toList());
        while (byId.size() > MOST) {
            drop(byId.keySet().iterator().next());
        }
    }

    private static boolean outlived(OAuth2Authorization authorization, Instant now) {
        return TOKENS.stream()
                .map(authorization::getToken)
                .filter(Objects::nonNull)
                .map(token -> token.getToken().getExpiresAt())
                .allMatch(expiry -> expiry != null && expiry.isBefore(now));
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        drop(authorization.getId());
    }

    private synchronized void drop(String id) {
        Kept kept = byId.remove(id);
        if (kept != null) {
            Stream.concat(values(kept.authorization()), kept.spent().stream()).forEach(idByToken::remove);
        }
    }

    @Override
    public synchronized @Nullable OAuth2Authorization findById(String id) {
        Kept kept = byId.get(id);
        return kept == null ? null : kept.authorization();
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        Kept kept = keptBy(token);
        if (kept == null) {
            return null;
        }
        if (kept.spent().contains(hash(token))) {
            drop(kept.authorization().getId());
            LOG.warn(
                    "A refresh token of {} was used twice; its session ends",
                    kept.authorization().getPrincipalName());
            endSession(kept.authorization(), "token-used-twice");
            return null;
        }
        if (type == null) {
            return kept.authorization();
        }
        boolean worth = !type.equals(OAuth2TokenType.ACCESS_TOKEN) || stands(kept.authorization());
        return worth && token.equals(valueOf(kept.authorization(), type)) ? kept.authorization() : null;
    }

    /**
     * Whether an access token is still worth something: it ends with its session, which is not kept open by it here.
     *
     * @throws OAuth2AuthenticationException if nobody can say at the moment
     */
    private boolean stands(OAuth2Authorization authorization) {
        if (!(authorization.getAttribute(Principal.class.getName()) instanceof PersonAuthentication person)) {
            return false;
        }
        if (!pulse.beats()) {
            throw away();
        }
        try {
            return sessions.isOpenUnused(person.who().session());
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("It cannot be said whether {} is still signed in: {}", person, away.toString());
            throw away();
        }
    }

    private static OAuth2AuthenticationException away() {
        return new OAuth2AuthenticationException(new OAuth2Error(
                OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
                "The token cannot be checked at the moment; keep it, and try again shortly",
                null));
    }

    private synchronized @Nullable Kept keptBy(String token) {
        String id = idByToken.get(token);
        if (id == null) {
            id = idByToken.get(hash(token));
        }
        return id == null ? null : byId.get(id);
    }

    private void endSession(OAuth2Authorization authorization, String cause) {
        if (authorization.getAttribute(Principal.class.getName()) instanceof PersonAuthentication person) {
            try {
                sessions.end(person.who().session(), cause, Browser.origin(HERE));
            } catch (LogAwayException away) {
                LOG.warn(
                        "The end of session {} is not recorded: {}",
                        person.who().session(),
                        away.toString());
            }
        }
    }

    private static boolean revoked(OAuth2Authorization authorization) {
        return Stream.of(
                        authorization.getToken(OAuth2AccessToken.class),
                        authorization.getToken(OAuth2RefreshToken.class))
                .anyMatch(token -> token != null && token.isInvalidated());
    }

    private static Stream<String> values(OAuth2Authorization authorization) {
        return Stream.concat(
                TOKENS.stream().map(kind -> value(authorization, kind)).filter(Objects::nonNull),
                Stream.ofNullable(authorization.<String>getAttribute(OAuth2ParameterNames.STATE)));
    }

    private static @Nullable String value(OAuth2Authorization authorization, Class<? extends OAuth2Token> kind) {
        OAuth2Authorization.Token<? extends OAuth2Token> token = authorization.getToken(kind);
        return token == null ? null : token.getToken().getTokenValue();
    }

    private static @Nullable String valueOf(OAuth2Authorization authorization, OAuth2TokenType type) {
        return switch (type.getValue()) {
            case OAuth2ParameterNames.STATE -> authorization.getAttribute(OAuth2ParameterNames.STATE);
            case OAuth2ParameterNames.CODE -> value(authorization, OAuth2AuthorizationCode.class);
            case OAuth2ParameterNames.ACCESS_TOKEN -> value(authorization, OAuth2AccessToken.class);
            case OAuth2ParameterNames.REFRESH_TOKEN -> value(authorization, OAuth2RefreshToken.class);
            case OAuth2ParameterNames.DEVICE_CODE -> value(authorization, OAuth2DeviceCode.class);
            case OAuth2ParameterNames.USER_CODE -> value(authorization, OAuth2UserCode.class);
            case "id_token" -> value(authorization, OidcIdToken.class);
            default -> null;
        };
    }
}
