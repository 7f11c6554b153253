package io.devicetrail.domain.signature;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Permission;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a signature says about the record (21 CFR 11.50(a)(3)), with the duties of those who may say it. Who made a record
 * does not review or approve it: approval and release are quality's, authorship and responsibility are those of who works.
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

    /** Whether it judges the work of others: nobody gives it under what they made themselves (21 CFR 11.10(g)). */
    public boolean judges() {
        return this == REVIEW || this == APPROVAL || this == RELEASE;
    }

    /** Whether somebody may give it in this role: one of such a duty, in which they may sign at all. */
    public boolean givenBy(GrantedRole role) {
        return role.holds(Permission.SIGN) && givenBy(role.duty());
    }

    /** Whether somebody with this duty may give it, who may sign at all. */
    boolean givenBy(Duty duty) {
        return duties.contains(duty);
    }
}
