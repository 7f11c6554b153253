package io.devicetrail.domain.apikey;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.shared.Rejection;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Why a command about an API key was refused. */
public sealed interface ApiKeyRejection extends Rejection {
    record ApiKeyUnknown(ApiKeyId key) implements ApiKeyRejection {
        @Override
        public String code() {
            return "API_KEY_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no API key " + key + ".";
        }
    }

    record AlreadyRevoked() implements ApiKeyRejection {
        @Override
        public String code() {
            return "API_KEY_REVOKED";
        }

        @Override
        public String message() {
            return "The API key was revoked before.";
        }
    }

    /** Machines take part in the regulated work only: they neither administer nor judge it (21 CFR 11.10(g)). */
    record RoleNotForKeys(String role) implements ApiKeyRejection {
        @Override
        public String code() {
            return "ROLE_NOT_FOR_API_KEYS";
        }

        @Override
        public String message() {
            return "An API key cannot have the role " + role + ", but "
                    + Arrays.stream(Role.values())
                            .filter(known -> known.duty() == Duty.WORK)
                            .map(Role::key)
                            .collect(Collectors.joining(", "))
                    + ".";
        }
    }

    /** None of the key's roles holds it, it takes a person, or nothing is called so. */
    record PermissionNotOfRoles(String permission) implements ApiKeyRejection {
        @Override
        public String code() {
            return "PERMISSION_NOT_OF_ROLES";
        }

        @Override
        public String message() {
            return "None of the key's roles allows a machine " + permission
                    + "; leave it out, or give a role that does. The question roles tells what each allows.";
        }
    }

    /** Revoked or over: it opens nothing, so no token is made for it. */
    record KeyNotInUse(ApiKeyId key) implements ApiKeyRejection {
        @Override
        public String code() {
            return "API_KEY_NOT_IN_USE";
        }

        @Override
        public String message() {
            return "The API key " + key
                    + " was revoked, or is over. An administrator of the tenant issues another one.";
        }
    }

    record ExpiryUnfit(Duration longest) implements ApiKeyRejection {
        @Override
        public String code() {
            return "API_KEY_EXPIRY_UNFIT";
        }

        @Override
        public String message() {
            return "An API key ends in the future, and after " + longest.toDays() + " days at the latest.";
        }
    }

    /** The same request again: the key is kept nowhere. */
    record KeyShownOnce() implements ApiKeyRejection {
        @Override
        public String code() {
            return "SECRET_SHOWN_ONCE";
        }

        @Override
        public String message() {
            return "This key was issued before, and is shown once. If it was lost, revoke it and issue another one, with"
                    + " another clientMutationId.";
        }
    }

    record KeysUnavailable() implements ApiKeyRejection {
        @Override
        public String code() {
            return "API_KEYS_UNAVAILABLE";
        }

        @Override
        public String message() {
            return "No API key can be made at the moment, and nothing was recorded. Repeat shortly.";
        }
    }

    /** Recorded, but not in force; nobody has seen it. */
    record KeyNotInForce() implements ApiKeyRejection {
        @Override
        public String code() {
            return "API_KEY_NOT_IN_FORCE";
        }

        @Override
        public String message() {
            return "The key is on record and could not be put in force: it opens nothing. Issue another one, with another"
                    + " clientMutationId, and revoke this one.";
        }
    }
}
