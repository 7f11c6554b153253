package io.devicetrail.domain.account;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/** The account of a person, name-based: everybody has one at most, with a stream of its own beside the person's. */
public record AccountId(@JsonValue UUID value) {
    public static AccountId of(PersonId person) {
        return new AccountId(NamedId.of("account", person.toString()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
