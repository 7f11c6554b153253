package io.devicetrail.identity.credential;

import io.devicetrail.domain.person.PersonId;

/** A second factor cannot be read with the key of this home: another key, or a row that was changed. */
public final class UnreadableFactorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableFactorException(PersonId person, Throwable cause) {
        super(
                "The second factor of person " + person + " cannot be read with the key of this home; restore the"
                        + " home's secrets together with the database, or reset the second factor",
                cause);
    }
}
