package io.devicetrail.queryside.orphans;

import io.devicetrail.domain.incident.OrphanReason;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicedetails.Devices;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.Page;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Answers which devices nobody can reach. */
@Controller
class OrphansController {
    private static final String LIST = "orphan devices";

    private final ReachedTables tables;
    private final Devices devices;
    private final Clock clock;

    OrphansController(ReachedTables tables, Devices devices, Clock clock) {
        this.tables = tables;
        this.devices = devices;
        this.clock = clock;
    }

    /** In the order of their registration. */
    @QueryMapping
    Page<OrphanDevice> orphanDevices(
            @Argument String tenant,
            @Argument @Nullable String site,
            @Argument @Nullable OrphanReason reason,
            @Argument int first,
            @Argument @Nullable String afterCursor) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        List<OrphanDevice> rows = OrphanRule.with(
                        tables.sql(OrphanRule.ORPHANS + """
                                select * from orphan where registered_position > :from
                                   and (:site::uuid is null or site_id = :site::uuid)
                                   and (:reason::text is null or reason = :reason::text)
                                 order by registered_position limit :limit
                                """), GlobalId.local("Tenant", tenant), clock.instant())
                .param("from", from.isEmpty() ? Positions.NONE : from.getFirst())
                .param("site", site == null ? null : GlobalId.uuid("Site", site))
                .param("reason", reason == null ? null : reason.name())
                .param("limit", size + 1)
                .query(OrphanRule::orphan)
                .list();
        return Page.of(rows, size, afterCursor != null, orphan -> Cursor.of(LIST, orphan.registeredPosition()));
    }

    @BatchMapping(typeName = OrphanDevice.TYPE)
    Map<OrphanDevice, Device> device(List<OrphanDevice> of) {
        Map<UUID, Device> found =
                devices.byIds(of.stream().map(OrphanDevice::orphan).toList());
        Map<OrphanDevice, Device> each = new HashMap<>();
        for (OrphanDevice orphan : of) {
            Device device = found.get(orphan.orphan());
            if (device != null) {
                each.put(orphan, device);
            }
        }
        return each;
    }
}
