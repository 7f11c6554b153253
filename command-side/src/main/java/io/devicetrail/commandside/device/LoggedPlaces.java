package io.devicetrail.commandside.device;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceEvent.DeviceAttachedToGateway;
import io.devicetrail.domain.device.DeviceEvent.DeviceMoved;
import io.devicetrail.domain.device.DeviceEvent.DevicePlaceTaken;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceEvent.DeviceUntagged;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DevicePlace;
import io.devicetrail.domain.device.KnownPlaces;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the device's own stream, which is short. */
@Component
class LoggedPlaces implements KnownPlaces {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedPlaces(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<DevicePlace> placeOf(DeviceId device) {
        @Nullable DevicePlace place = null;
        for (Object event : events.readEvents(device.toString(), FIRST)
                .asStream()
                .map(Message::getPayload)
                .toList()) {
            if (event instanceof DeviceRegistered e) {
                place = new DevicePlace(e.site(), e.gateway(), new TreeMap<>(e.tags()), Set.of());
            } else if (place != null && event instanceof DeviceEvent e) {
                place = after(place, e);
            }
        }
        return Optional.ofNullable(place);
    }

    private static DevicePlace after(DevicePlace place, DeviceEvent event) {
        SortedMap<String, String> tags = new TreeMap<>(place.tags());
        return switch (event) {
            case DeviceMoved e -> new DevicePlace(e.to(), place.gateway(), tags, place.replaced());
            case DeviceAttachedToGateway e -> new DevicePlace(place.site(), e.to(), tags, place.replaced());
            case DeviceTagged e -> {
                tags.put(e.name(), e.to());
                yield new DevicePlace(place.site(), place.gateway(), tags, place.replaced());
            }
            case DeviceUntagged e -> {
                tags.remove(e.name());
                yield new DevicePlace(place.site(), place.gateway(), tags, place.replaced());
            }
            case DevicePlaceTaken e -> {
                Set<DeviceId> replaced = new HashSet<>(place.replaced());
                replaced.add(e.replaced());
                yield new DevicePlace(place.site(), place.gateway(), tags, Set.copyOf(replaced));
            }
            default -> place;
        };
    }
}
