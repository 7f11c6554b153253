package io.devicetrail.sagas.enrolment;

import io.devicetrail.domain.device.DeviceEvent.LifeCycleEvent;
import io.devicetrail.domain.enrolment.EnrolmentCommand.EndDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentRejection.NotAllowed;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.MetaData;
import org.springframework.stereotype.Component;

/**
 * Puts on record that the certificates of a device that was retired or replaced count no longer, so that it stands in the
 * lists that others read. Here they open nothing from the device's own event on.
 */
@Component
@ProcessingGroup("device-decommissioning")
class WhenDeviceEndedThenRevokeCertificates {
    static final Caller CALLER = Caller.process("device-decommissioning");

    private final CommandGateway commands;
    private final LogPositions positions;

    WhenDeviceEndedThenRevokeCertificates(CommandGateway commands, LogPositions positions) {
        this.commands = commands;
        this.positions = positions;
    }

    /** One that never had a certificate is told by a refusal. */
    @EventHandler
    void on(LifeCycleEvent step, MetaData metadata) {
        if (step.to().ended()) {
            TenantId tenant = new TenantId(String.valueOf(metadata.get(Metadata.TENANT)));
            Reaction.send(
                    commands,
                    positions,
                    CALLER,
                    metadata,
                    step.device().toString(),
                    new EndDeviceEnrolment(EnrolmentId.of(step.device()), tenant, step.device()),
                    NotAllowed.class);
        }
    }
}
