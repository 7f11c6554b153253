package io.devicetrail.bench.append;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
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
    private static final MetaData PERSON = MetaData.from(new Caller(
                    ActorType.PERSON,
                    "0199d5a2-7c1e-7c53-9d40-6a1f4d3a9b11",
                    "Ada Operator",
                    "operator",
                    "password",
                    "192.0.2.17",
                    "console/1.0",
                    "maintenance",
                    "Yearly inspection of line four")
            .toMetadata("acme"));

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
        MetaData metadata = PERSON.and(Metadata.COMMAND_ID, command)
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
