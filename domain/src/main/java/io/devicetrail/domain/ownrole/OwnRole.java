package io.devicetrail.domain.ownrole;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.OfOneself;
import io.devicetrail.domain.authority.RecordKeyDenial;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RoleWithdrawn;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A role of a tenant's own as the log tells it. */
public record OwnRole(String key, Duty duty, List<String> permissions, boolean withdrawn) {
    /** Most grants of own roles to one person: each is looked up in the log whenever the person asks for something. */
    public static final int MOST_OF_A_PERSON = 20;

    /** What events name as the role in force of those who have none. */
    private static final Set<String> NOBODYS_ROLES = Set.of(OfOneself.ROLE, RecordKeyDenial.ROLE, "process", "device");

    public static OwnRole after(OwnRoleEvent last) {
        return new OwnRole(last.key(), last.duty(), last.permissions(), last instanceof RoleWithdrawn);
    }

    /** Whether a tenant may not use the key: in an audit trail it means something else. */
    public static boolean isReserved(String key) {
        return Role.of(key).isPresent() || NOBODYS_ROLES.contains(key);
    }

    /** What it gives to who has it; empty once it was withdrawn. */
    public Optional<GrantedRole> inForce() {
        return withdrawn ? Optional.empty() : Optional.of(GrantedRole.own(key, duty, permissions));
    }
}
