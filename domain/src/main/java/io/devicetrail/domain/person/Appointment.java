package io.devicetrail.domain.person;

import io.devicetrail.domain.person.PersonCommand.RegisterPerson;

/** Appoints the one administrator that no other could grant the role to, once in the life of a log. */
public interface Appointment {
    /**
     * Registers them and grants the role, whatever of it an earlier start has left undone; gives no role back that was
     * revoked since.
     *
     * @param who to appoint, if nobody was
     * @return whether it is them, now or since an earlier start
     */
    boolean appoint(RegisterPerson who);
}
