package io.devicetrail.app.access;

import io.devicetrail.domain.apikey.KnownApiKey;
import io.devicetrail.domain.apikey.KnownApiKeys;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PrintedNames;
import io.devicetrail.domain.shared.ActorType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * Somebody, or something, whose token or key was accepted. Of the token itself nothing is kept; what they may do is asked
 * of the log, whatever roles a token names.
 */
abstract sealed class SignedIn extends AbstractAuthenticationToken permits SignedIn.Person, SignedIn.Machine {
    private static final long serialVersionUID = 1L;

    private final String actorId;
    private final String methods;

    /** @param methods by which the identity was proved, by RFC 8176, such as {@code pwd otp}, or {@code api-key} */
    SignedIn(String actorId, String methods) {
        super(List.of());
        this.actorId = actorId;
        this.methods = methods;
        setAuthenticated(true);
    }

    abstract ActorType actorType();

    /** As events name it. */
    abstract String printedName(PrintedNames names);

    /** Whether it still holds: neither over nor ended before its time. */
    abstract boolean holdsAt(Instant now);

    /** Whether a stream that was opened by it may go on. */
    abstract boolean standsAt(Instant now);

    /** As events name the actor. */
    String actorId() {
        return actorId;
    }

    String methods() {
        return methods;
    }

    @Override
    public String getName() {
        return actorId;
    }

    @Override
    public Object getPrincipal() {
        return actorId;
    }

    @Override
    public String getCredentials() {
        return "";
    }

    /** Somebody whose access token was accepted. */
    static final class Person extends SignedIn {
        private static final long serialVersionUID = 1L;

        /** Longest subject, and longest issuer, by which somebody goes on record who is not registered. */
        static final int LONGEST = 120;

        private final transient PersonId person;
        private final String subject;
        private final transient TrustedIssuer issuer;
        private final @Nullable String session;
        private final Instant expiresAt;

        Person(
                PersonId person,
                String subject,
                TrustedIssuer issuer,
                @Nullable String session,
                String methods,
                Instant expiresAt) {
            super(person.toString(), methods);
            this.person = person;
            this.subject = subject;
            this.issuer = issuer;
            this.session = session;
            this.expiresAt = expiresAt;
        }

        @Override
        ActorType actorType() {
            return ActorType.PERSON;
        }

        @Override
        String printedName(PrintedNames names) {
            return names.nameOf(person).orElseGet(this::unregistered);
        }

        /** The id is made from issuer and subject and does not tell them: without these nobody could say who it was. */
        private String unregistered() {
            return "not registered: " + printable(subject) + " of " + printable(issuer.name());
        }

        private static String printable(String text) {
            String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
            return cut.replaceAll("[\\p{C}\\p{Z}]+", " ");
        }

        /** The token has not expired, and its session was not ended. */
        @Override
        boolean holdsAt(Instant now) {
            return now.isBefore(expiresAt) && (session == null || issuer.isOpen(session));
        }

        /** As long as the session, where it is known here, else as the token. */
        @Override
        boolean standsAt(Instant now) {
            return issuer.keepsSessions() && session != null ? issuer.isOpenUnused(session) : now.isBefore(expiresAt);
        }
    }

    /** A program whose API key was accepted, or a token that was made for it. */
    static final class Machine extends SignedIn {
        private static final long serialVersionUID = 1L;
        private static final String BY_KEY = "api-key";
        private static final String BY_TOKEN = "client-credentials";

        private final transient KnownApiKey key;
        private final transient KnownApiKeys keys;
        private final Instant tokenExpiresAt;

        /** By the key itself. */
        Machine(KnownApiKey key, KnownApiKeys keys) {
            this(key, keys, BY_KEY, Instant.MAX);
        }

        /** By a token that was made for it. */
        Machine(KnownApiKey key, KnownApiKeys keys, Instant tokenExpiresAt) {
            this(key, keys, BY_TOKEN, tokenExpiresAt);
        }

        private Machine(KnownApiKey key, KnownApiKeys keys, String method, Instant tokenExpiresAt) {
            super(key.issued().key().toString(), method);
            this.key = key;
            this.keys = keys;
            this.tokenExpiresAt = tokenExpiresAt;
        }

        @Override
        ActorType actorType() {
            return ActorType.MACHINE;
        }

        @Override
        String printedName(PrintedNames names) {
            return key.issued().name();
        }

        /** Asked of the log again: a WebSocket stays open for longer than a key may hold. */
        @Override
        boolean holdsAt(Instant now) {
            return now.isBefore(tokenExpiresAt) && keyHoldsAt(now);
        }

        private boolean keyHoldsAt(Instant now) {
            return keys.key(key.issued().key())
                    .filter(known -> known.holdsAt(now))
                    .isPresent();
        }

        /** As long as the key: the token only opened it. */
        @Override
        boolean standsAt(Instant now) {
            return keyHoldsAt(now);
        }
    }
}
