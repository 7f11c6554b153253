package io.devicetrail.queryside.audittrail;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers who changed what and why. */
@Controller
class AuditTrailController {
    private static final String LIST = "auditTrail";

    private final AuditTrail trail;
    private final Positions positions;

    AuditTrailController(AuditTrail trail, Positions positions) {
        this.trail = trail;
        this.positions = positions;
    }

    @QueryMapping
    Page<AuditEntry> auditTrail(
            @Argument String tenant,
            @Argument @Nullable String record,
            @Argument @Nullable String actor,
            @Argument @Nullable Instant from,
            @Argument @Nullable Instant to,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        positions.await(ReadModelName.AUDIT_TRAIL, after);
        String recordId = record == null
                ? null
                : GlobalId.parse(record).map(GlobalId::local).orElse(record);
        return page(new AuditFilter(GlobalId.local("Tenant", tenant), recordId, actor, from, to), first, afterCursor);
    }

    /** Another way to ask the same question, for which it takes the same permission. */
    @SchemaMapping(typeName = Device.TYPE, field = "auditTrail")
    Page<AuditEntry> ofDevice(Device device, @Argument int first, @Argument @Nullable String afterCursor) {
        AuditFilter filter = new AuditFilter(device.tenant(), device.deviceId().toString(), null, null, null);
        return Reach.current().of(Permission.AUDIT_TRAIL).call(() -> page(filter, first, afterCursor));
    }

    private Page<AuditEntry> page(AuditFilter filter, int first, @Nullable String cursor) {
        int size = Page.size(first);
        List<Long> keys = Cursor.numbers(LIST, 2, cursor);
        long index = keys.isEmpty() ? Positions.NONE : keys.get(0);
        long ordinal = keys.isEmpty() ? 0 : keys.get(1);
        return Page.of(
                trail.entries(filter, index, ordinal, size + 1),
                size,
                cursor != null,
                entry -> Cursor.of(LIST, entry.index(), entry.ordinal()));
    }
}
