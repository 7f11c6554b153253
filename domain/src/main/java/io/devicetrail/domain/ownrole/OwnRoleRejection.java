package io.devicetrail.domain.ownrole;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.signature.SignableKind;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a command about a role of a tenant's own was refused. */
public sealed interface OwnRoleRejection extends Rejection {
    record RoleExists(String key) implements OwnRoleRejection {
        @Override
        public String code() {
            return "ROLE_EXISTS";
        }

        @Override
        public String message() {
            return "The key " + key + " has been given; a key is given once and for ever. Choose another one, or change"
                    + " the role's permissions.";
        }
    }

    /** Of a built-in role, or what an audit trail names where nobody's role was in force. */
    record RoleKeyReserved(String key) implements OwnRoleRejection {
        @Override
        public String code() {
            return "ROLE_KEY_RESERVED";
        }

        @Override
        public String message() {
            return "The key " + key + " has a meaning of its own here; choose another one.";
        }
    }

    record OwnRoleUnknown(String key) implements OwnRoleRejection {
        @Override
        public String code() {
            return "OWN_ROLE_UNKNOWN";
        }

        @Override
        public String message() {
            return "The tenant has no role of its own with the key " + key + "; roles(tenant) shows those it has.";
        }
    }

    record RoleWithdrawnForEver(String key) implements OwnRoleRejection {
        @Override
        public String code() {
            return "ROLE_WITHDRAWN";
        }

        @Override
        public String message() {
            return "The role " + key + " was withdrawn, for ever; define another one, with another key.";
        }
    }

    /** Without it, or without what it gives, nobody could fulfil what the policy asks (21 CFR 11.10(f)). */
    record RoleInPolicy(String key, SignableKind kind) implements OwnRoleRejection {
        @Override
        public String code() {
            return "ROLE_IN_POLICY";
        }

        @Override
        public String message() {
            return "The signature policy for " + kind + " asks for signatures as " + key
                    + ", which nobody could give then; set that policy without the role, or withdraw it, first.";
        }
    }

    record RoleUnchanged() implements OwnRoleRejection {
        @Override
        public String code() {
            return "NOTHING_TO_CHANGE";
        }

        @Override
        public String message() {
            return "The role has this name and these permissions already.";
        }
    }

    /** Administration is the built-in roles' alone (EU GMP Annex 11 draft, 12.3). */
    record DutyNotForOwnRoles(Duty duty) implements OwnRoleRejection {
        @Override
        public String code() {
            return "DUTY_NOT_FOR_OWN_ROLES";
        }

        @Override
        public String message() {
            return "A tenant defines roles of work or of quality, none of " + duty + ".";
        }
    }

    /** Not an operation, or one that no built-in role of the duty may do to a tenant's records. */
    record PermissionUnfit(String permission, Duty duty) implements OwnRoleRejection {
        @Override
        public String code() {
            return "PERMISSION_UNFIT";
        }

        @Override
        public String message() {
            return "A role of " + duty + " cannot have the permission " + permission + ", but: "
                    + Stream.of(Permission.values())
                            .filter(fit -> fit.fitsOwnRole(duty))
                            .map(Permission::operation)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".";
        }
    }
}
