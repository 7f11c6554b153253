package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.authority.Gate;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.commandside.sending.Refusals;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.ClaimCode;
import io.devicetrail.domain.enrolment.ClaimCodes;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ClaimDevice;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeUnknown;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimsLimited;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/**
 * An owner shows the code from a device's box. It takes a role where the device shall be; for where it is the code speaks.
 * Wrong codes are denials, and after a few of them nobody's next one is looked at for a minute.
 */
@Controller
class ClaimMutations {
    private static final String OPERATION = "claimDevice";

    private final CommandSender sender;
    private final Gate gate;
    private final ClaimCodes codes;
    private final WrongCodes wrong;

    ClaimMutations(CommandSender sender, Gate gate, ClaimCodes codes, WrongCodes wrong) {
        this.sender = sender;
        this.gate = gate;
        this.codes = codes;
        this.wrong = wrong;
    }

    @MutationMapping
    MutationOutcome claimDevice(@Argument ClaimDeviceInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation(OPERATION, input.clientMutationId(), input.reason(), input.reasonCode());
        MutationOutcome outcome = Refusals.answer(
                () -> {
                    TenantId tenant = InputIds.tenant("tenant", input.tenant());
                    SiteId site = InputIds.site("site", input.site());
                    gate.passAgain(caller, OPERATION, tenant, site);
                    unless(!wrong.tooMany(caller.actorId()), new ClaimsLimited());
                    String hash = ClaimCode.hash(input.code());
                    DeviceId device = codes.deviceOf(tenant, hash).orElseThrow(() -> {
                        wrong.add(caller.actorId());
                        gate.denied(caller, OPERATION, tenant.value());
                        return because(new ClaimCodeUnknown());
                    });
                    EnrolmentId enrolment = EnrolmentId.of(device);
                    return sender.send(
                            caller,
                            mutation,
                            () -> new Addressed(
                                    new ClaimDevice(enrolment, tenant, device, hash, site),
                                    tenant,
                                    site,
                                    enrolment.toString(),
                                    device.toString()));
                },
                error -> new MutationOutcome(null, null, null, List.of(error), input.clientMutationId()));
        // The device is what is shown of it.
        return new MutationOutcome(
                outcome.related(), null, outcome.position(), outcome.errors(), outcome.clientMutationId());
    }

    record ClaimDeviceInput(
            String tenant,
            String site,
            String code,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
