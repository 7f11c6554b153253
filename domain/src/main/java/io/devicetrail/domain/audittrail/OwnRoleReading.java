package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.ownrole.OwnRoleEvent;
import java.util.ArrayList;
import java.util.List;

/** Reads events of tenants' own roles. */
final class OwnRoleReading {
    private OwnRoleReading() {}

    static List<FieldChange> changesOf(OwnRoleEvent event) {
        String role = "role " + event.key();
        return switch (event) {
            case OwnRoleEvent.RoleDefined e ->
                AuditReading.created(
                        role,
                        "DEFINED",
                        role + " name",
                        e.name(),
                        role + " duty",
                        e.duty(),
                        role + " permissions",
                        e.permissions());
            case OwnRoleEvent.RolePermissionsChanged e -> {
                List<FieldChange> changes = new ArrayList<>();
                if (!e.formerName().equals(e.name())) {
                    changes.add(FieldChange.of(role + " name", e.formerName(), e.name()));
                }
                if (!e.formerPermissions().equals(e.permissions())) {
                    changes.add(FieldChange.of(role + " permissions", e.formerPermissions(), e.permissions()));
                }
                yield changes;
            }
            case OwnRoleEvent.RoleWithdrawn e ->
                List.of(
                        FieldChange.of(role, "DEFINED", "WITHDRAWN"),
                        FieldChange.of(role + " permissions", e.permissions(), null));
        };
    }
}
