package io.devicetrail.domain.person;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/** A person, name-based: one issuer's name for somebody is taken once and for ever (21 CFR 11.100(a)). */
public record PersonId(@JsonValue UUID value) {
    /** Issuer of the accounts that this installation keeps itself. */
    public static final String LOCAL = "local";

    /**
     * @param issuer who vouches for the name: {@link #LOCAL}, or the URL of an OpenID Connect issuer
     * @param subject the name there: a user name, or the claim {@code sub}
     */
    public static PersonId of(String issuer, String subject) {
        return new PersonId(NamedId.of("person", issuer, subject));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
