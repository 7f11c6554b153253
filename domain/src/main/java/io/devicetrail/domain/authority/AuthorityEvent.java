package io.devicetrail.domain.authority;

import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.person.PersonId;
import org.axonframework.serialization.Revision;

/** What happened where authority was asked for. */
public sealed interface AuthorityEvent {
    /** Who administers the installation first: nobody could grant it to them. */
    @Revision("1")
    record FirstAdministratorAppointed(PersonId person) implements AuthorityEvent {}

    /**
     * Somebody who was recognised asked for what their roles do not allow (21 CFR 11.300(d)).
     *
     * @param operation as the API names it
     * @param where the tenant asked about, as the person wrote it; there may be none of that name
     * @param unrecorded how many more of this person were denied since the one before and left out, so that nobody can
     *     fill the log with them
     */
    @Revision("1")
    record OperationDenied(DenialId denial, PersonId person, String operation, String where, int unrecorded)
            implements AuthorityEvent {}

    /** The same of a machine, which was known by its API key. */
    @Revision("1")
    record OperationDeniedToKey(DenialId denial, ApiKeyId key, String operation, String where, int unrecorded)
            implements AuthorityEvent {}

    /**
     * Somebody who called itself this device asked for credentials and showed nothing that counts for it. Whether it was the
     * device nobody knows.
     *
     * @param unrecorded how many more were denied at this node since the one before and left out
     */
    @Revision("1")
    record OperationDeniedToDevice(DenialId denial, DeviceId device, String operation, String where, int unrecorded)
            implements AuthorityEvent {}
}
