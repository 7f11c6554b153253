package io.devicetrail.queryside.devicedetails;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers what a device is, and which there are. */
@Controller
class DevicesController implements NodeFinder {
    private static final String LIST = "devices";

    private final Devices devices;
    private final Positions positions;

    DevicesController(Devices devices, Positions positions) {
        this.devices = devices;
        this.positions = positions;
    }

    @QueryMapping
    @Nullable Device device(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.DEVICES, after);
        return devices.byId(GlobalId.uuid(Device.TYPE, id)).orElse(null);
    }

    @QueryMapping
    DeviceList devices(
            @Argument String tenant,
            @Argument @Nullable String site,
            @Argument @Nullable LifeCycle lifeCycle,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        UUID siteId = site == null ? null : GlobalId.uuid("Site", site);
        DeviceFilter filter = new DeviceFilter(GlobalId.local("Tenant", tenant), siteId, lifeCycle);
        positions.await(ReadModelName.DEVICES, after);
        List<Device> rows = devices.list(filter, from.isEmpty() ? Positions.NONE : from.getFirst(), size + 1);
        Page<Device> page = Page.of(rows, size, afterCursor != null, d -> Cursor.of(LIST, d.registeredPosition()));
        return new DeviceList(page.edges(), page.pageInfo(), filter);
    }

    @SchemaMapping(typeName = "DeviceConnection")
    long totalCount(DeviceList list) {
        return devices.count(list.filter());
    }

    @SchemaMapping(typeName = "DevicePayload", field = "device")
    @Nullable Device changed(MutationOutcome outcome) {
        return outcome.subject() == null ? null : device(outcome.subject(), outcome.position());
    }

    @Override
    public String type() {
        return Device.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.DEVICE;
    }

    @Override
    public @Nullable Object find(String localId) {
        return devices.byId(GlobalId.uuid(Device.TYPE, localId)).orElse(null);
    }
}
