package io.devicetrail.domain.person;

import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.shared.Denial;
import io.devicetrail.domain.shared.Rejection;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Why a command about a person was refused. */
public sealed interface PersonRejection extends Rejection {
    record PersonExists(String subject) implements PersonRejection {
        @Override
        public String code() {
            return "PERSON_EXISTS";
        }

        @Override
        public String message() {
            return "The name " + subject + " has been given; a name is given once and for ever.";
        }
    }

    record PersonUnknown(PersonId person) implements PersonRejection {
        @Override
        public String code() {
            return "PERSON_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no person " + person + ".";
        }
    }

    record PersonNotActive() implements PersonRejection {
        @Override
        public String code() {
            return "PERSON_NOT_ACTIVE";
        }

        @Override
        public String message() {
            return "The person is deactivated; reactivate them first.";
        }
    }

    record PersonActive() implements PersonRejection {
        @Override
        public String code() {
            return "PERSON_ACTIVE";
        }

        @Override
        public String message() {
            return "The person is not deactivated.";
        }
    }

    record RoleUnknown(String role) implements PersonRejection {
        @Override
        public String code() {
            return "ROLE_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no role " + role + ", but "
                    + Arrays.stream(Role.values()).map(Role::key).collect(Collectors.joining(", "))
                    + ", and what the tenant has defined of its own: roles(tenant) shows them.";
        }
    }

    /** A tenant's own role that is no longer given. */
    record RoleEnded(String role) implements PersonRejection {
        @Override
        public String code() {
            return "ROLE_WITHDRAWN";
        }

        @Override
        public String message() {
            return "The tenant has withdrawn its role " + role + "; roles(tenant) shows those that can be granted.";
        }
    }

    record TooManyOwnRoles(int most) implements PersonRejection {
        @Override
        public String code() {
            return "TOO_MANY_OWN_ROLES";
        }

        @Override
        public String message() {
            return "The person has " + most
                    + " grants of tenants' own roles, as many as one may have; revoke one first.";
        }
    }

    /** A role of the installation for a tenant, or one of tenants for the installation. */
    record RoleMisplaced(String role, boolean forTenant) implements PersonRejection {
        @Override
        public String code() {
            return "ROLE_MISPLACED";
        }

        @Override
        public String message() {
            return forTenant
                    ? "The role " + role + " is of the whole installation; leave tenant and site out."
                    : "The role " + role + " is granted for a tenant; name it.";
        }
    }

    record RoleHeld(String role) implements PersonRejection {
        @Override
        public String code() {
            return "ROLE_HELD";
        }

        @Override
        public String message() {
            return "The person has the role " + role + " there already.";
        }
    }

    record RoleNotHeld(String role) implements PersonRejection {
        @Override
        public String code() {
            return "ROLE_NOT_HELD";
        }

        @Override
        public String message() {
            return "The person does not have the role " + role + " there.";
        }
    }

    /** Who administers may not do or judge the regulated work (EU GMP Annex 11 draft, 12.3). */
    record DutiesNotSeparate(String role, String held) implements PersonRejection, Denial {
        @Override
        public String code() {
            return "DUTIES_NOT_SEPARATE";
        }

        @Override
        public String message() {
            return "One person may not have " + role + " and " + held
                    + ": administration and regulated work are kept apart. Revoke one, or choose somebody else.";
        }
    }

    /** Nobody decides about their own authority (21 CFR 11.200(a)(3): misuse needs two). */
    record OwnAuthority() implements PersonRejection, Denial {
        @Override
        public String code() {
            return "OWN_AUTHORITY";
        }

        @Override
        public String message() {
            return "Nobody changes their own roles or account; ask another administrator.";
        }
    }
}
