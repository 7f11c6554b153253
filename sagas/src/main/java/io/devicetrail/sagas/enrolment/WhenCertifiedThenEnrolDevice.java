package io.devicetrail.sagas.enrolment;

import io.devicetrail.domain.device.DeviceCommand.EnrolDevice;
import io.devicetrail.domain.device.DeviceRejection.IllegalTransition;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.MetaData;
import org.springframework.stereotype.Component;

/** A registered device that has its first certificate is enrolled; one that was before stays what it is. */
@Component
@ProcessingGroup("device-enrolment")
class WhenCertifiedThenEnrolDevice {
    static final Caller CALLER = Caller.process("device-enrolment");

    private final CommandGateway commands;
    private final LogPositions positions;

    WhenCertifiedThenEnrolDevice(CommandGateway commands, LogPositions positions) {
        this.commands = commands;
        this.positions = positions;
    }

    @EventHandler
    void on(DeviceCertificateIssued issued, MetaData metadata) {
        if (issued.means() != EnrolmentMeans.RENEWAL) {
            Reaction.send(
                    commands,
                    positions,
                    CALLER,
                    metadata,
                    issued.certificate().fingerprint(),
                    new EnrolDevice(issued.device()),
                    IllegalTransition.class);
        }
    }
}
