package io.devicetrail.identity.page;

import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Somebody who is signed in, in their browser's session and behind the tokens made in it; in memory only. */
public final class PersonAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient SignedIn who;
    private final transient Origin origin;
    private final Instant provenAt;

    public PersonAuthentication(SignedIn who, Origin origin, Instant provenAt) {
        super(List.of());
        this.who = who;
        this.origin = origin;
        this.provenAt = provenAt;
        super.setAuthenticated(true);
    }

    public SignedIn who() {
        return who;
    }

    public Origin origin() {
        return origin;
    }

    /** When they gave the proofs by which this session began: the claim {@code auth_time}. */
    public Instant provenAt() {
        return provenAt;
    }

    /** @param at from where they act now */
    public Proven proven(Origin at) {
        return new Proven(who.person(), who.printedName(), String.join("+", who.methods()), at);
    }

    @Override
    public String getName() {
        return who.userName();
    }

    @Override
    public Object getPrincipal() {
        return who;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersonAuthentication that && who.equals(that.who);
    }

    @Override
    public int hashCode() {
        return who.hashCode();
    }

    @Override
    public String toString() {
        return "PersonAuthentication[" + who.person() + "]";
    }
}
