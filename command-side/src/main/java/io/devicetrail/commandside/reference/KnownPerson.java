package io.devicetrail.commandside.reference;

import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonReactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;

/**
 * Of a registered person, what commands about their account ask.
 *
 * @param issuer who keeps what proves their identity
 */
public record KnownPerson(String issuer, boolean active) {
    static KnownPerson of(PersonRegistered e) {
        return new KnownPerson(e.issuer(), true);
    }

    /** Whether this installation keeps their account itself. */
    boolean local() {
        return issuer.equals(PersonId.LOCAL);
    }

    KnownPerson after(Object event) {
        return switch (event) {
            case PersonDeactivated e -> new KnownPerson(issuer, false);
            case PersonReactivated e -> new KnownPerson(issuer, true);
            default -> this;
        };
    }
}
