package io.devicetrail.bench.append;

import io.devicetrail.bench.Inspector;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.Metadata;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;

/** One caller's events: devices that are tagged ten times each, with the metadata a person's change carries. */
final class Taggings {
    private static final int PER_DEVICE = 10;

    private final SplittableRandom random;
    /** Of commands and events, as the product makes them: in order (MessageIds). Those of devices are random. */
    private final IdentifierFactory ids = IdentifierFactory.getInstance();

    private final Clock clock;
    /** Written over and copied once: to make an event must cost less than what is measured. */
    private final Map<String, Object> metadata = new HashMap<>(Inspector.METADATA);

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
        String command = ids.generateIdentifier();
        metadata.put(Metadata.COMMAND_ID, command);
        metadata.put(Metadata.CAUSATION_ID, command);
        metadata.put(Metadata.CORRELATION_ID, command);
        long number = sequence++;
        return new GenericDomainEventMessage<>(
                "Device",
                device.toString(),
                number,
                new DeviceEvent.DeviceTagged(device, "inspection", "passed " + number, "passed " + sequence),
                MetaData.from(metadata),
                ids.generateIdentifier(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
