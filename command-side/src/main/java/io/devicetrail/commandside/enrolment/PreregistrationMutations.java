package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.authority.Gate;
import io.devicetrail.commandside.enrolment.AllowList.PreregisterDevicesInput;
import io.devicetrail.commandside.enrolment.AllowList.RowInput;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.Refusals;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.enrolment.EnrolmentCommand.AllowDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.FactoryKeysOutcome.RowResult;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.PreregistrationOutcome;
import io.devicetrail.domain.enrolment.PreregistrationOutcome.Row;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.ReasonRejection.ReasonMissing;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/**
 * A list of devices that are expected: each row registers one and, where tokens are asked for, has one made for it, by
 * commands of whoever brought the list. One that was there before stays as it is and gets no token, as that would void
 * what somebody may be carrying to it.
 */
@Controller
class PreregistrationMutations {
    private static final String OPERATION = "preregisterDevices";

    private final CommandSender sender;
    private final Gate gate;

    PreregistrationMutations(CommandSender sender, Gate gate) {
        this.sender = sender;
        this.gate = gate;
    }

    @MutationMapping
    PreregistrationOutcome preregisterDevices(@Argument PreregisterDevicesInput input, @ContextValue Caller caller) {
        return Refusals.answer(
                () -> registered(input, caller),
                error -> new PreregistrationOutcome(
                        new MutationOutcome(null, null, null, List.of(error), input.clientMutationId()), List.of()));
    }

    private PreregistrationOutcome registered(PreregisterDevicesInput input, Caller caller) {
        AllowList list = AllowList.placed(input);
        gate.passAgain(caller, OPERATION, list.tenant(), list.site());
        unless(!input.reason().isBlank(), new ReasonMissing());
        List<Told> told = ListRows.each(list.rows(), row -> row(list, row, caller));
        long position = told.stream().mapToLong(Told::position).max().orElse(-1);
        return new PreregistrationOutcome(
                new MutationOutcome(
                        list.tenant().value(),
                        null,
                        position < 0 ? null : position,
                        List.of(),
                        input.clientMutationId()),
                told.stream().map(Told::row).toList());
    }

    private record Told(Row row, long position) {}

    private Told row(AllowList list, RowInput row, Caller caller) {
        MutationOutcome registered = sender.send(caller, list.mutation("registerDevice"), () -> {
            RegisterDevice command = list.registration(row);
            return new Addressed(
                    command, command.tenant(), command.site(), command.device().toString(), null);
        });
        boolean known = registered.errors().stream()
                .anyMatch(error -> error.code().equals(new SerialNumberTaken("", "").code()));
        if (known) {
            String device = list.registration(row).device().toString();
            return new Told(new Row(row.serialNumber(), device, RowResult.KNOWN, null, null), -1);
        }
        Instant until = list.input().tokensUntil();
        if (!registered.errors().isEmpty() || until == null) {
            return told(row, registered.subject(), registered, null);
        }
        return allowed(list, row, until, caller);
    }

    /** The token is made here and shown once; if it does not get into the log, it opens nothing. */
    private Told allowed(AllowList list, RowInput row, Instant until, Caller caller) {
        String token = OneTimeToken.next();
        RegisterDevice device = list.registration(row);
        EnrolmentId enrolment = EnrolmentId.of(device.device());
        MutationOutcome allowed = sender.send(
                caller,
                list.mutation("allowDeviceEnrolment"),
                () -> new Addressed(
                        new AllowDeviceEnrolment(
                                enrolment, list.tenant(), device.device(), Fingerprint.of(token), until),
                        list.tenant(),
                        list.site(),
                        enrolment.toString(),
                        device.device().toString()));
        return told(row, device.device().toString(), allowed, token);
    }

    /** A device that is registered and got no token is refused with why: sent again, the row is known. */
    private static Told told(RowInput row, @Nullable String device, MutationOutcome last, @Nullable String token) {
        boolean refused = !last.errors().isEmpty();
        return new Told(
                new Row(
                        row.serialNumber(),
                        device,
                        refused ? RowResult.REFUSED : RowResult.REGISTERED,
                        refused ? last.errors().getFirst() : null,
                        refused ? null : token),
                Objects.requireNonNullElse(last.position(), -1L));
    }
}
