package io.devicetrail.queryside;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.ownrole.OwnRoleEvent;
import io.devicetrail.domain.ownrole.OwnRoleId;
import java.util.List;

/** Roles of a tenant's own in {@link History}: one that changed, and one that was withdrawn. */
final class RolesOfHistory {
    private RolesOfHistory() {}

    static List<OwnRoleEvent> events() {
        OwnRoleId cleaner = OwnRoleId.of(History.ACME, "cleaner");
        OwnRoleId watcher = OwnRoleId.of(History.ACME, "watcher");
        List<String> reads = List.of("auditTrail");
        List<String> before = List.of("device", "tagDevice");
        List<String> after = List.of("device", "devices");
        return List.of(
                new OwnRoleEvent.RoleDefined(cleaner, History.ACME, "cleaner", Duty.WORK, "Cleaner", before),
                new OwnRoleEvent.RoleDefined(watcher, History.ACME, "watcher", Duty.QUALITY, "Watcher", reads),
                new OwnRoleEvent.RolePermissionsChanged(
                        cleaner, History.ACME, "cleaner", Duty.WORK, "Cleaner", "Cleaner of line 1", before, after),
                new OwnRoleEvent.RoleWithdrawn(watcher, History.ACME, "watcher", Duty.QUALITY, "Watcher", reads));
    }
}
