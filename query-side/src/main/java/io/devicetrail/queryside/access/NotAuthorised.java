package io.devicetrail.queryside.access;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.queryside.graphql.QueryError;
import java.util.stream.Collectors;
import org.springframework.graphql.execution.ErrorType;

/** That somebody may not ask what they asked (21 CFR 11.10(g)). Says nothing of what is or is not there. */
public final class NotAuthorised extends QueryError {
    public static final String CODE = "NOT_AUTHORISED";

    private NotAuthorised(String message) {
        super(CODE, message);
    }

    static NotAuthorised lacking(Permission permission) {
        return new NotAuthorised(permission.operation() + " needs one of the roles "
                + permission.holders().stream().map(Role::key).collect(Collectors.joining(", "))
                + (permission.fitsOwnRole() ? ", or a role of the tenant's own that has it" : "")
                + "; ask an administrator for one.");
    }

    static NotAuthorised noPerson(String operation) {
        return new NotAuthorised(operation + " is answered to people and machines only: sign in, or send an API key.");
    }

    static NotAuthorised nobody(String operation) {
        return new NotAuthorised(operation + " has no permission in this version: nobody may ask it.");
    }

    @Override
    public ErrorType type() {
        return ErrorType.FORBIDDEN;
    }
}
