package io.devicetrail.domain.person;

import java.util.Optional;

/** Tells the full name of people as the log has it (21 CFR 11.50(a)), whatever a token calls them. */
public interface PrintedNames {
    /** Empty for somebody who is not registered. */
    Optional<String> nameOf(PersonId person);
}
