package io.devicetrail.domain.authority;

import io.devicetrail.domain.person.PersonId;

/** Tells what people may do, as the log says now: no copy that a revocation has yet to reach. */
public interface Authorities {
    /** {@link Authority#NONE} for somebody who is not registered. */
    Authority of(PersonId person);
}
