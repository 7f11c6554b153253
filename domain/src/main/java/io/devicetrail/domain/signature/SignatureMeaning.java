package io.devicetrail.domain.signature;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Role;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a signature says about the record (21 CFR 11.50(a)(3)), with the duties of those who may say it. Who made a record
 * does not approve it: approval and release are quality's, authorship and responsibility are those of who works.
 */
public enum SignatureMeaning {
    AUTHORSHIP(Duty.WORK),
    REVIEW(Duty.WORK, Duty.QUALITY),
    APPROVAL(Duty.QUALITY),
    RESPONSIBILITY(Duty.WORK),
    RELEASE(Duty.QUALITY);

    private final Set<Duty> duties;

    SignatureMeaning(Duty first, Duty... others) {
        this.duties = EnumSet.of(first, others);
    }

    /** Whether somebody in this role may give it, who may sign at all. */
    public boolean givenBy(Role role) {
        return duties.contains(role.duty());
    }
}
