package io.devicetrail.domain.ownrole;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.regex.Pattern;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about roles of a tenant's own. */
public sealed interface OwnRoleCommand {
    /** More than there are permissions for one duty. */
    int MOST_PERMISSIONS = 100;

    OwnRoleId role();

    TenantId tenant();

    String key();

    /**
     * Makes a role of some permissions of one duty.
     *
     * @param key 3 to 40 of {@code a-z 0-9 -}, given once and for ever
     * @param name what people call it
     * @param permissions operations as the API names them
     */
    record DefineRole(
            @TargetAggregateIdentifier OwnRoleId role,
            TenantId tenant,
            String key,
            String name,
            Duty duty,
            List<String> permissions)
            implements OwnRoleCommand, RegulatedChange {
        private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{2,39}");

        public DefineRole {
            key = Shape.text("key", key);
            if (!KEY.matcher(key).matches()) {
                throw new MalformedInput("key", "must be 3 to 40 of a-z, 0-9 and '-', starting with a letter");
            }
            requireOwn(role, tenant, key);
            name = Shape.text("name", name);
            permissions = inOrder(permissions);
        }
    }

    /**
     * Gives it other permissions, and another name; who has the role has them from their next use on.
     *
     * @param name null to leave it as it is
     * @param permissions all that it shall have
     */
    record ChangeRolePermissions(
            @TargetAggregateIdentifier OwnRoleId role,
            TenantId tenant,
            String key,
            @Nullable String name,
            List<String> permissions)
            implements OwnRoleCommand, RegulatedChange {
        public ChangeRolePermissions {
            requireOwn(role, tenant, key);
            name = Shape.optionalText("name", name);
            permissions = inOrder(permissions);
        }
    }

    /** Ends it for ever: whoever has it may do nothing by it, from their next use on. */
    record WithdrawRole(@TargetAggregateIdentifier OwnRoleId role, TenantId tenant, String key)
            implements OwnRoleCommand, RegulatedChange {
        public WithdrawRole {
            requireOwn(role, tenant, key);
        }
    }

    private static void requireOwn(OwnRoleId role, TenantId tenant, String key) {
        if (!role.equals(OwnRoleId.of(tenant, key))) {
            throw new MalformedInput("role", "is not the id of this key");
        }
    }

    /** In one order and without repetition, so that the same permissions are the same role. */
    private static List<String> inOrder(List<String> permissions) {
        Shape.within("permissions", permissions.size(), 1, MOST_PERMISSIONS);
        return permissions.stream()
                .map(permission -> Shape.text("permissions", permission))
                .distinct()
                .sorted()
                .toList();
    }
}
