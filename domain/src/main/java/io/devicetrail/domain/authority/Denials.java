package io.devicetrail.domain.authority;

import io.devicetrail.domain.shared.Caller;

/** Puts denied operations on record. */
public interface Denials {
    /**
     * Never fails: what was denied stays denied even if the log is away.
     *
     * @param caller who was recognised and asked
     * @param operation as the API names it
     * @param where the tenant asked about, as it was written
     */
    void denied(Caller caller, String operation, String where);
}
