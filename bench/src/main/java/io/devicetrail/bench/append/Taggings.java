package io.devicetrail.bench.append;

import io.devicetrail.bench.Inspector;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.Metadata;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;

/** One caller's events: devices that are tagged ten times each, with the metadata a person's change carries. */
final class Taggings {
    private static final int PER_DEVICE = 10;

    private final SplittableRandom random;
    private final Clock clock;
    private DeviceId device;
    private long sequence;

    Taggings(SplittableRandom random, Clock clock) {
        this.random = random;
        this.clock = clock;
        this.device = new DeviceId(uuid());
    }

    DomainEventMessage<DeviceEvent> next() {
        if (sequence == PER_DEVICE) {
            device = new DeviceId(uuid());
            sequence = 0;
        }
        String command = uuid().toString();
        MetaData metadata = Inspector.METADATA
                .and(Metadata.COMMAND_ID, command)
                .mergedWith(Map.of(Metadata.CAUSATION_ID, command, Metadata.CORRELATION_ID, command));
        long number = sequence++;
        return new GenericDomainEventMessage<>(
                "Device",
                device.toString(),
                number,
                new DeviceEvent.DeviceTagged(device, "inspection", "passed " + number, "passed " + sequence),
                metadata,
                uuid().toString(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
