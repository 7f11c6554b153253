package io.devicetrail.queryside.devicedetails;

import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.access.StreamThreads;
import io.devicetrail.queryside.changes.Change.Kind;
import io.devicetrail.queryside.changes.Changes;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;

/** Streams devices as they change. */
@Controller
class DeviceChangedController {
    private final Changes changes;
    private final Devices devices;

    DeviceChangedController(Changes changes, Devices devices) {
        this.changes = changes;
        this.devices = devices;
    }

    /** One at a time is asked for, so that what waits, waits where it is conflated. */
    @SubscriptionMapping
    Flux<DeviceChange> deviceChanged(@Argument String tenant, @Argument @Nullable String device) {
        // The threads that hand on changes are nobody's own.
        Reach reach = Reach.current();
        UUID only = device == null ? null : GlobalId.uuid(Device.TYPE, device);
        return changes.of(Kind.DEVICE, GlobalId.local("Tenant", tenant), only)
                .publishOn(StreamThreads.EACH_ITS_OWN, 1)
                .handle((change, sink) -> StreamThreads.inTurn(() -> reach.call(() -> devices.byId(change.id())))
                        .ifPresent(found -> sink.next(new DeviceChange(found, change.position()))));
    }
}
