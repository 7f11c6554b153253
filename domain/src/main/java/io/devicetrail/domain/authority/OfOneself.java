package io.devicetrail.domain.authority;

import io.devicetrail.domain.person.PersonId;

/**
 * A command by which the application puts on record what somebody did with their own account, or tried. No role allows
 * it and none is needed, but that it is their own.
 */
public interface OfOneself {
    /** What events name as the role in force. */
    String ROLE = "account-holder";

    PersonId person();
}
