package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.authority.Gate;
import io.devicetrail.commandside.enrolment.FactoryList.ImportFactoryKeysInput;
import io.devicetrail.commandside.enrolment.FactoryList.RowInput;
import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.Refusals;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ImportFactoryKeys;
import io.devicetrail.domain.enrolment.FactoryKeysOutcome;
import io.devicetrail.domain.enrolment.FactoryKeysOutcome.Row;
import io.devicetrail.domain.enrolment.FactoryKeysOutcome.RowResult;
import io.devicetrail.domain.enrolment.SignedBy;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import io.devicetrail.domain.shared.ReasonRejection.ReasonMissing;
import io.devicetrail.domain.shared.RequestOver;
import io.devicetrail.domain.tenant.SiteId;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/**
 * A maker's list: each row registers a device and puts its factory key on record, by commands of whoever brought the list.
 * A list that was interrupted is sent again as it is: what is there already stays one.
 */
@Controller
class FactoryKeyMutations {
    private static final String OPERATION = "importFactoryKeys";
    private static final String REGISTER = "registerDevice";

    private final CommandSender sender;
    private final Gate gate;
    private final KnownRecords records;
    private final ListSignature signature;
    private final LogPositions positions;

    FactoryKeyMutations(
            CommandSender sender, Gate gate, KnownRecords records, ListSignature signature, LogPositions positions) {
        this.sender = sender;
        this.gate = gate;
        this.records = records;
        this.signature = signature;
        this.positions = positions;
    }

    @MutationMapping
    FactoryKeysOutcome importFactoryKeys(
            @Argument ImportFactoryKeysInput input,
            @ContextValue Caller caller,
            @ContextValue(name = RequestOver.KEY, required = false) @Nullable BooleanSupplier over) {
        return Refusals.answer(
                () -> imported(input, caller, over),
                error -> new FactoryKeysOutcome(
                        new MutationOutcome(null, null, null, List.of(error), input.clientMutationId()),
                        List.of(),
                        null));
    }

    private FactoryKeysOutcome imported(ImportFactoryKeysInput input, Caller caller, @Nullable BooleanSupplier over) {
        FactoryList list = FactoryList.placed(input);
        gate.passAgain(caller, OPERATION, list.tenant(), list.site());
        unless(!input.reason().isBlank(), new ReasonMissing());
        List<RowInput> rows = list.rows();
        Checked checked = new Checked(list, list.hash(), signature.of(list));
        List<Row> told = new ListRows<RowInput, Row>(
                        row -> row(checked, row, caller),
                        row -> new Row(row.serialNumber(), null, RowResult.REFUSED, ListRows.UNANSWERED),
                        over)
                .each(rows);
        boolean taken = told.stream().anyMatch(row -> row.result() != RowResult.REFUSED);
        return new FactoryKeysOutcome(
                new MutationOutcome(
                        list.tenant().value(),
                        checked.hash(),
                        taken ? positions.head() : null,
                        List.of(),
                        input.clientMutationId()),
                told,
                checked.signedBy());
    }

    /** @param signedBy null if nobody did */
    private record Checked(
            FactoryList list, String hash, @Nullable SignedBy signedBy) {
        ImportFactoryKeys key(RowInput row) {
            return list.key(row, hash, signedBy);
        }
    }

    private Row row(Checked checked, ListRow<RowInput> tried, Caller caller) {
        FactoryList list = checked.list();
        RowInput row = tried.row();
        MutationOutcome registered =
                sender.sendOneOfMany(caller, list.mutation(REGISTER), tried.attempt(REGISTER), () -> {
                    RegisterDevice command = list.registration(row);
                    // What is wrong with the key is found before the device is there.
                    Objects.requireNonNull(checked.key(row));
                    return new Addressed(
                            command,
                            command.tenant(),
                            command.site(),
                            command.device().toString(),
                            null);
                });
        boolean known = registered.errors().stream()
                .anyMatch(error -> error.code().equals(new SerialNumberTaken("", "").code()));
        if (!registered.errors().isEmpty() && !known) {
            return refused(row, registered);
        }
        MutationOutcome listed =
                sender.sendOneOfMany(caller, list.mutation(OPERATION), tried.attempt(OPERATION), () -> {
                    ImportFactoryKeys command = checked.key(row);
                    // A device that was there before is where its own record says, whatever site the list is for.
                    SiteId site = known
                            ? records.device(command.device())
                                    .map(KnownDevice::site)
                                    .orElseGet(list::site)
                            : list.site();
                    return new Addressed(
                            command,
                            list.tenant(),
                            site,
                            command.enrolment().toString(),
                            command.device().toString());
                });
        if (!listed.errors().isEmpty()) {
            return refused(row, listed);
        }
        RowResult result = known ? RowResult.KNOWN : RowResult.REGISTERED;
        return new Row(row.serialNumber(), listed.related(), result, null);
    }

    private static Row refused(RowInput row, MutationOutcome outcome) {
        UserError why = outcome.errors().getFirst();
        return new Row(row.serialNumber(), null, RowResult.REFUSED, why);
    }
}
