package io.devicetrail.ingress.twin;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.KnownTwins;
import io.devicetrail.domain.twin.TwinEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Twins of the events that a test lays out; asked for the present only. */
public final class LaidOutTwins implements KnownTwins {
    private final Map<DeviceId, DeviceTwin> twins = new ConcurrentHashMap<>();
    private final List<DeviceId> unreadable = new ArrayList<>();

    public LaidOutTwins with(TwinEvent... events) {
        for (TwinEvent event : events) {
            twins.merge(
                    event.device(),
                    DeviceTwin.EMPTY.after(event, Instant.EPOCH),
                    (before, first) -> before.after(event, Instant.EPOCH));
        }
        return this;
    }

    /** As if its events could not be read. */
    public void unreadable(DeviceId device) {
        unreadable.add(device);
    }

    @Override
    public LoggedTwin now(DeviceId device) {
        if (unreadable.contains(device)) {
            throw new IllegalStateException("the log cannot be read");
        }
        return new LoggedTwin(twins.getOrDefault(device, DeviceTwin.EMPTY), LoggedTwin.NOTHING);
    }

    @Override
    public LoggedTwin atPosition(DeviceId device, long position) {
        throw new UnsupportedOperationException("the ingress does not ask for the past");
    }

    @Override
    public LoggedTwin atTime(DeviceId device, Instant time) {
        throw new UnsupportedOperationException("the ingress does not ask for the past");
    }
}
