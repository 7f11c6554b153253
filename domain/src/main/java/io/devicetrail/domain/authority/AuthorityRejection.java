package io.devicetrail.domain.authority;

import io.devicetrail.domain.shared.Denial;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Why an operation is refused to somebody who was recognised. */
public sealed interface AuthorityRejection extends Denial {

    /** No role that the person has there allows it (21 CFR 11.10(g)). */
    record NotAuthorised(String operation) implements AuthorityRejection {
        @Override
        public String code() {
            return "NOT_AUTHORISED";
        }

        @Override
        public String message() {
            return "Your roles do not allow " + operation + " there. " + holders();
        }

        private String holders() {
            return Permission.of(operation)
                    .map(permission -> "It takes one of: "
                            + Arrays.stream(Role.values())
                                    .filter(permission::heldBy)
                                    .map(Role::key)
                                    .collect(Collectors.joining(", "))
                            + (permission.fitsOwnRole() ? ", or a role of the tenant's own that has it" : "")
                            + "; an administrator grants it.")
                    .orElse("Nobody may do it.");
        }
    }
}
