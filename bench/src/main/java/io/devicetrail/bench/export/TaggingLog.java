package io.devicetrail.bench.export;

import io.devicetrail.audit.trail.LogReader;
import io.devicetrail.audit.trail.LoggedEvent;
import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A log in memory, of one entry an event, as people leave it behind. */
final class TaggingLog implements LogReader {
    static final TenantId TENANT = new TenantId("acme");
    static final Instant START = Instant.parse("2026-11-20T10:00:00.000001Z");

    private final List<LoggedEvent> events = new ArrayList<>();

    TaggingLog(int size) {
        for (int index = 0; index < size; index++) {
            DeviceId device = DeviceId.of(TENANT, "Acme", "P-" + index / 10);
            Object tagged = new DeviceTagged(device, "inspection", "passed " + index, "passed " + (index + 1));
            events.add(new LoggedEvent(
                    index,
                    EventCatalogue.of(DeviceTagged.class).orElseThrow().name(),
                    START.plusSeconds(index),
                    tagged,
                    metadata()));
        }
    }

    private static Map<String, String> metadata() {
        return Map.of(
                Metadata.TENANT,
                TENANT.value(),
                Metadata.ACTOR_TYPE,
                "PERSON",
                Metadata.ACTOR_ID,
                "0199d5a2-7c1e-7c53-9d40-6a1f4d3a9b11",
                Metadata.ACTOR_NAME,
                "Ada Operator",
                Metadata.ACTOR_ROLE,
                "operator",
                Metadata.AUTHENTICATION,
                "password otp",
                Metadata.ADDRESS,
                "192.0.2.17",
                Metadata.CLIENT,
                "console/1.0",
                Metadata.REASON,
                "Yearly inspection of line four",
                Metadata.ZONE,
                "Europe/Zurich");
    }

    @Override
    public long head() {
        return events.size() - 1L;
    }

    @Override
    public boolean knows(TenantId tenant) {
        return tenant.equals(TENANT);
    }

    @Override
    public void read(long first, long last, Sink sink) throws IOException {
        for (long index = first; index <= last; index++) {
            sink.accept(events.get(Math.toIntExact(index)));
        }
    }
}
