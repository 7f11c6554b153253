package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.enrolment.EnrolmentCommand;
import io.devicetrail.domain.enrolment.EnrolmentCommand.AllowDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.RevokeDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenShownOnce;
import io.devicetrail.domain.enrolment.EnrolmentTokenOutcome;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A device's credentials are where the device is. */
@Controller
class EnrolmentMutations {
    private final CommandSender sender;
    private final KnownRecords records;

    EnrolmentMutations(CommandSender sender, KnownRecords records) {
        this.sender = sender;
        this.records = records;
    }

    /** The token is made here and shown once; if it does not get into the log, it opens nothing. */
    @MutationMapping
    EnrolmentTokenOutcome allowDeviceEnrolment(@Argument AllowDeviceEnrolmentInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("allowDeviceEnrolment", input.clientMutationId(), input.reason(), input.reasonCode());
        String token = OneTimeToken.next();
        MutationOutcome outcome = sender.sendOnce(
                caller,
                mutation,
                () -> {
                    KnownDevice device = device(input.device());
                    return addressed(
                            new AllowDeviceEnrolment(
                                    EnrolmentId.of(device.device()),
                                    device.tenant(),
                                    device.device(),
                                    Fingerprint.of(token),
                                    input.until()),
                            device);
                },
                new TokenShownOnce());
        return new EnrolmentTokenOutcome(outcome, outcome.errors().isEmpty() ? token : null);
    }

    @MutationMapping
    MutationOutcome revokeDeviceCertificate(@Argument RevokeDeviceCertificateInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("revokeDeviceCertificate", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            KnownDevice device = device(input.device());
            return addressed(
                    new RevokeDeviceCertificate(
                            EnrolmentId.of(device.device()),
                            device.tenant(),
                            device.device(),
                            input.fingerprint(),
                            input.revocationReason()),
                    device);
        });
    }

    private KnownDevice device(String id) {
        DeviceId device = InputIds.device("device", id);
        return records.device(device).orElseThrow(() -> because(new DeviceUnknown(device)));
    }

    private static Addressed addressed(EnrolmentCommand command, KnownDevice device) {
        return new Addressed(
                command,
                device.tenant(),
                device.site(),
                command.enrolment().toString(),
                device.device().toString());
    }

    record AllowDeviceEnrolmentInput(
            String device,
            Instant until,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record RevokeDeviceCertificateInput(
            String device,
            String fingerprint,
            RevocationReason revocationReason,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
