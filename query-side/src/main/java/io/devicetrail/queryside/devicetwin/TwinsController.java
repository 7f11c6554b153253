package io.devicetrail.queryside.devicetwin;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.twin.KnownTwins;
import io.devicetrail.domain.twin.KnownTwins.LoggedTwin;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicedetails.Devices;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers what a twin is, and what it was. */
@Controller
class TwinsController {
    private final Twins twins;
    private final KnownTwins logged;
    private final Devices devices;
    private final Positions positions;

    TwinsController(Twins twins, KnownTwins logged, Devices devices, Positions positions) {
        this.twins = twins;
        this.logged = logged;
        this.devices = devices;
        this.positions = positions;
    }

    @BatchMapping(typeName = Device.TYPE)
    Map<Device, ShownTwin> twin(List<Device> of) {
        Map<UUID, ShownTwin> found =
                twins.byDevices(of.stream().map(Device::deviceId).distinct().toList());
        return of.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), device -> found.get(device.deviceId())));
    }

    /** The log knows no reach: whose device it is must be seen first, and is where it is now. */
    @QueryMapping
    @Nullable ShownTwin deviceTwin(
            @Argument String device, @Argument @Nullable Long atPosition, @Argument @Nullable Instant atTime) {
        UUID id = GlobalId.uuid(Device.TYPE, device);
        if (atPosition != null && atTime != null) {
            throw new QueryError("BAD_AS_OF", "Ask for a position or for a time, not for both.");
        }
        if (atPosition != null && (atPosition < 0 || atPosition > positions.head())) {
            // What is answered of the past must be the answer for ever.
            throw new QueryError(Positions.POSITION_NOT_REACHED, "The log has no position " + atPosition + ".");
        }
        if (!devices.byIds(List.of(id)).containsKey(id)) {
            return null;
        }
        LoggedTwin then = asOf(new DeviceId(id), atPosition, atTime);
        return ShownTwin.of(id, then.twin(), List.of(), then.position());
    }

    private LoggedTwin asOf(DeviceId device, @Nullable Long position, @Nullable Instant time) {
        if (position != null) {
            return logged.atPosition(device, position);
        }
        return time != null ? logged.atTime(device, time) : logged.now(device);
    }

    @SchemaMapping(typeName = "DeviceTwinPayload", field = "twin")
    @Nullable ShownTwin changed(MutationOutcome outcome) {
        if (outcome.related() == null) {
            return null;
        }
        UUID device = UUID.fromString(outcome.related());
        positions.await(ReadModelName.TWINS, outcome.position());
        return devices.byIds(List.of(device)).containsKey(device)
                ? twins.byDevices(List.of(device)).get(device)
                : null;
    }
}
