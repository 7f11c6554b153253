package io.devicetrail.commandside.device;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.device.RegisterDevices;
import io.devicetrail.domain.shared.LogPlaces;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/**
 * Registers many devices in one append. What they have in common is asked once, by the rules of a single registration;
 * that none of them is there yet is asked once for all, and held by the log, which takes the first event of a stream once.
 */
@Component
class DeviceRegistrations {
    private static final long FIRST = 0;

    private final EventStore events;
    private final LogPlaces places;
    private final References references;
    private final Standings standings;

    DeviceRegistrations(EventStore events, LogPlaces places, References references, Standings standings) {
        this.events = events;
        this.places = places;
        this.references = references;
        this.standings = standings;
    }

    @CommandHandler
    void handle(RegisterDevices c) {
        DeviceAggregate.requireRegistrable(c.first(), references, standings);
        Set<String> known = places.begun(
                c.devices().stream().map(one -> one.device().toString()).toList());
        c.devices()
                .forEach(one -> unless(
                        !known.contains(one.device().toString()),
                        new SerialNumberTaken(one.manufacturer(), one.serialNumber())));
        List<? extends DomainEventMessage<?>> registered =
                c.devices().stream().map(DeviceRegistrations::event).toList();
        events.publish(registered);
    }

    private static DomainEventMessage<?> event(RegisterDevice one) {
        return new GenericDomainEventMessage<>(
                DeviceAggregate.TYPE, one.device().toString(), FIRST, DeviceAggregate.registered(one));
    }
}
