package io.devicetrail.sagas.replacement;

import io.devicetrail.domain.device.DeviceCommand.AttachDeviceToGateway;
import io.devicetrail.domain.device.DeviceCommand.MoveDevice;
import io.devicetrail.domain.device.DeviceCommand.TagDevice;
import io.devicetrail.domain.device.DeviceCommand.TakeDevicePlace;
import io.devicetrail.domain.device.DeviceEvent.DeviceReplaced;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DevicePlace;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.DeviceRejection.NothingToChange;
import io.devicetrail.domain.device.DevicesBehind;
import io.devicetrail.domain.device.KnownPlaces;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.twin.KnownTwins;
import io.devicetrail.domain.twin.TwinCommand.ChangeDesiredProperties;
import io.devicetrail.domain.twin.TwinId;
import io.devicetrail.sagas.step.Steps;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The replacement takes the place of a device that was replaced: its site, its gateway, what was behind it, its tags and
 * what was desired of it. What the replacement has of its own stays as it is. At last it is on record that the place is
 * taken, and what could not be carried over and why.
 *
 * <p>Keeps nothing: after a crash the event is read again, each step finds what was done, and once the place is taken
 * nothing is touched any more, whatever people change later.
 */
@Component
@ProcessingGroup("device-replacement")
class WhenDeviceReplacedThenTakeItsPlace {
    static final Caller CALLER = Caller.process("device-replacement");

    private final CommandGateway commands;
    private final LogPositions positions;
    private final KnownPlaces places;
    private final KnownTwins twins;
    private final DevicesBehind behind;

    WhenDeviceReplacedThenTakeItsPlace(
            CommandGateway commands,
            LogPositions positions,
            KnownPlaces places,
            KnownTwins twins,
            DevicesBehind behind) {
        this.commands = commands;
        this.positions = positions;
        this.places = places;
        this.twins = twins;
        this.behind = behind;
    }

    @EventHandler
    void on(DeviceReplaced replaced, MetaData metadata, TrackingToken token, EventMessage<?> message) {
        TenantId tenant = new TenantId(String.valueOf(metadata.get(Metadata.TENANT)));
        DevicePlace own = place(replaced.replacement());
        if (!own.replaced().contains(replaced.device())) {
            Steps steps = new Steps(commands, positions, CALLER, message.getIdentifier());
            new Place(steps, tenant, replaced, place(replaced.device()), own)
                    .take(token.position().orElseThrow());
        }
    }

    private DevicePlace place(DeviceId device) {
        return places.placeOf(device)
                .orElseThrow(() -> new IllegalStateException(
                        "device " + device + " was replaced, or took a place, and is" + " not in the log"));
    }

    /** The place that is taken. */
    private final class Place {
        private final Steps steps;
        private final TenantId tenant;
        private final DeviceId former;
        private final DeviceId next;
        private final DevicePlace old;
        private final DevicePlace own;
        /** What was not carried over, with the code of the refusal. */
        private final SortedMap<String, String> left = new TreeMap<>();

        Place(Steps steps, TenantId tenant, DeviceReplaced replaced, DevicePlace old, DevicePlace own) {
            this.steps = steps;
            this.tenant = tenant;
            this.former = replaced.device();
            this.next = replaced.replacement();
            this.old = old;
            this.own = own;
        }

        /**
         * Asked first is what may be away for a while: nothing is done until it answers. The gateway before what is behind:
         * a child that became the gateway is no longer behind what it replaces.
         */
        void take(long position) {
            List<DeviceId> children = behind.directlyBehind(tenant, former, position);
            step("site", own, new MoveDevice(next, old.site()));
            if (!next.equals(old.gateway())) {
                step("gateway", old, new AttachDeviceToGateway(next, old.gateway()));
            }
            for (DeviceId child : children) {
                if (!child.equals(next)) {
                    step("child " + child, place(child), new AttachDeviceToGateway(child, next));
                }
            }
            old.tags().forEach((name, value) -> {
                if (!own.tags().containsKey(name)) {
                    step("tag " + name, old, new TagDevice(next, name, value));
                }
            });
            desire();
            Rejection refused = send("place", old, new TakeDevicePlace(next, former, left));
            if (refused != null && !(refused instanceof DeviceEnded)) {
                throw new IllegalStateException("a device refused to take a place: " + refused.code());
            }
        }

        private void desire() {
            SortedMap<String, @Nullable Object> values =
                    new TreeMap<>(twins.now(former).twin().desired());
            values.keySet().removeAll(twins.now(next).twin().desired().keySet());
            if (!values.isEmpty()) {
                step(
                        "desired properties",
                        old,
                        new ChangeDesiredProperties(TwinId.of(next), tenant, next, null, values));
            }
        }

        private void step(String what, DevicePlace at, Object command) {
            Rejection refused = send(what, at, command);
            if (refused != null && !(refused instanceof NothingToChange)) {
                left.put(what, refused.code());
            }
        }

        private @Nullable Rejection send(String what, DevicePlace at, Object command) {
            Optional<Rejection> refused = steps.take(what, tenant, at.site(), "takes the place of " + former, command);
            return refused.orElse(null);
        }
    }
}
