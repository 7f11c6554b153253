package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.authority.Gate;
import io.devicetrail.commandside.enrolment.AllowList.PreregisterDevicesInput;
import io.devicetrail.commandside.enrolment.AllowList.RowInput;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.LogUnavailable;
import io.devicetrail.commandside.sending.Refusals;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.device.RegisterDevices;
import io.devicetrail.domain.enrolment.EnrolmentCommand.AllowDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TooManyTokens;
import io.devicetrail.domain.enrolment.FactoryKeysOutcome.RowResult;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.PreregistrationOutcome;
import io.devicetrail.domain.enrolment.PreregistrationOutcome.Row;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.ReasonRejection.ReasonMissing;
import io.devicetrail.domain.shared.RequestOver;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/**
 * A list of devices that are expected: each row registers one, many rows in one command, and, where tokens are asked for,
 * has one made for it, by commands of whoever brought the list. One that was there before stays as it is and gets no token, as that would void
 * what somebody may be carrying to it.
 */
@Controller
class PreregistrationMutations {
    /** Rows of a list that asks for tokens: they are shown once, in an answer that must not come too late. */
    static final int MOST_TOKENS = 1_000;

    /** In one round of the list. */
    private static final int TRIES_OF_A_LOT = 3;

    private static final String OPERATION = "preregisterDevices";
    private static final String REGISTER = "registerDevice";
    private static final String ALLOW = "allowDeviceEnrolment";

    private static final long NOTHING_STORED = -1;

    private final CommandSender sender;
    private final Gate gate;
    private final Clock clock;

    PreregistrationMutations(CommandSender sender, Gate gate, Clock clock) {
        this.sender = sender;
        this.gate = gate;
        this.clock = clock;
    }

    @MutationMapping
    PreregistrationOutcome preregisterDevices(
            @Argument PreregisterDevicesInput input,
            @ContextValue Caller caller,
            @ContextValue(name = RequestOver.KEY, required = false) @Nullable BooleanSupplier over) {
        return Refusals.answer(
                () -> registered(input, caller, over),
                error -> new PreregistrationOutcome(
                        new MutationOutcome(null, null, null, List.of(error), input.clientMutationId()), List.of()));
    }

    private PreregistrationOutcome registered(
            PreregisterDevicesInput input, Caller caller, @Nullable BooleanSupplier over) {
        AllowList list = AllowList.placed(input);
        gate.passAgain(caller, OPERATION, list.tenant(), list.site());
        unless(!input.reason().isBlank(), new ReasonMissing());
        requireTokens(list, caller);
        List<Told> told = list.input().tokensUntil() == null
                ? inLots(list, caller, over)
                : oneByOne(list, list.rows(), caller, over);
        long position = told.stream().mapToLong(Told::position).max().orElse(NOTHING_STORED);
        return new PreregistrationOutcome(
                new MutationOutcome(
                        list.tenant().value(),
                        null,
                        position < 0 ? null : position,
                        List.of(),
                        input.clientMutationId()),
                told.stream().map(Told::row).toList());
    }

    /** Before the first row: a device that was registered and got no token is known to the same list sent again. */
    private void requireTokens(AllowList list, Caller caller) {
        Instant until = list.input().tokensUntil();
        if (until != null) {
            gate.passAgain(caller, ALLOW, list.tenant(), list.site());
            TokenTime.require(until, clock.instant());
            unless(list.rows().size() <= MOST_TOKENS, new TooManyTokens(MOST_TOKENS));
        }
    }

    private record Told(Row row, long position) {}

    private List<Told> oneByOne(AllowList list, List<RowInput> rows, Caller caller, @Nullable BooleanSupplier over) {
        return new ListRows<RowInput, Told>(row -> row(list, row, caller), PreregistrationMutations::unanswered, over)
                .each(rows);
    }

    /** As many as go in one command; of a lot that was refused, because a row of it was, each row by itself. */
    private List<Told> inLots(AllowList list, Caller caller, @Nullable BooleanSupplier over) {
        List<List<RowInput>> lots = new ArrayList<>();
        List<RowInput> rows = list.rows();
        for (int from = 0; from < rows.size(); from += RegisterDevices.MOST) {
            lots.add(rows.subList(from, Math.min(from + RegisterDevices.MOST, rows.size())));
        }
        List<List<Told>> registered = new ListRows<List<RowInput>, List<Told>>(
                        lot -> patiently(list, lot, caller),
                        lot -> lot.stream()
                                .map(PreregistrationMutations::unanswered)
                                .toList(),
                        over)
                .each(lots);
        List<Told> told = new ArrayList<>();
        for (int lot = 0; lot < lots.size(); lot++) {
            boolean refused = registered.get(lot).isEmpty();
            told.addAll(refused ? oneByOne(list, lots.get(lot), caller, over) : registered.get(lot));
        }
        return told;
    }

    /** A list may be one lot: a busy moment of the log is no reason to refuse all of it. */
    private List<Told> patiently(AllowList list, ListRow<List<RowInput>> lot, Caller caller) {
        for (int tries = 1; ; tries++) {
            try {
                return lot(list, lot, caller);
            } catch (LogUnavailable silence) {
                if (tries == TRIES_OF_A_LOT) {
                    throw silence;
                }
                lot.wasNotAnswered();
                LockSupport.parkNanos(ListRows.Patience.DEFAULT.between().toNanos());
            }
        }
    }

    /** Nothing, where the lot was refused. */
    private List<Told> lot(AllowList list, ListRow<List<RowInput>> tried, Caller caller) {
        MutationOutcome outcome = sender.send(caller, list.mutation(REGISTER), tried.attempt(REGISTER), () -> {
            RegisterDevices command = new RegisterDevices(
                    tried.row().stream().map(list::registration).toList());
            return new Addressed(
                    command,
                    command.tenant(),
                    command.site(),
                    command.first().device().toString(),
                    null);
        });
        return !outcome.errors().isEmpty()
                ? List.of()
                : tried.row().stream()
                        .map(row -> told(
                                row, list.registration(row).device().toString(), outcome, positionOf(outcome), null))
                        .toList();
    }

    private Told row(AllowList list, ListRow<RowInput> tried, Caller caller) {
        RowInput row = tried.row();
        MutationOutcome registered = sender.send(caller, list.mutation(REGISTER), tried.attempt(REGISTER), () -> {
            RegisterDevice command = list.registration(row);
            return new Addressed(
                    command, command.tenant(), command.site(), command.device().toString(), null);
        });
        boolean known = registered.errors().stream()
                .anyMatch(error -> error.code().equals(new SerialNumberTaken("", "").code()));
        if (known) {
            String device = list.registration(row).device().toString();
            return new Told(new Row(row.serialNumber(), device, RowResult.KNOWN, null, null), NOTHING_STORED);
        }
        Instant until = list.input().tokensUntil();
        if (!registered.errors().isEmpty() || until == null) {
            return told(row, registered.subject(), registered, positionOf(registered), null);
        }
        return allowed(list, tried, until, caller, positionOf(registered));
    }

    /** The token is made here and shown once; if it does not get into the log, it opens nothing. */
    private Told allowed(AllowList list, ListRow<RowInput> tried, Instant until, Caller caller, long registered) {
        RowInput row = tried.row();
        String token = tried.once("token", OneTimeToken::next);
        RegisterDevice device = list.registration(row);
        EnrolmentId enrolment = EnrolmentId.of(device.device());
        MutationOutcome allowed = sender.send(
                caller,
                list.mutation(ALLOW),
                tried.attempt(ALLOW),
                () -> new Addressed(
                        new AllowDeviceEnrolment(
                                enrolment, list.tenant(), device.device(), Fingerprint.of(token), until),
                        list.tenant(),
                        list.site(),
                        enrolment.toString(),
                        device.device().toString()));
        return told(row, device.device().toString(), allowed, Math.max(registered, positionOf(allowed)), token);
    }

    /** Without its token, whether or not that was stored: nobody can show it a second time. */
    private static Told unanswered(RowInput row) {
        return new Told(
                new Row(row.serialNumber(), null, RowResult.REFUSED, ListRows.UNANSWERED, null), NOTHING_STORED);
    }

    /** A device that is registered and got no token is refused with why: sent again, the row is known. */
    private static Told told(
            RowInput row, @Nullable String device, MutationOutcome last, long position, @Nullable String token) {
        boolean refused = !last.errors().isEmpty();
        return new Told(
                new Row(
                        row.serialNumber(),
                        device,
                        refused ? RowResult.REFUSED : RowResult.REGISTERED,
                        refused ? last.errors().getFirst() : null,
                        refused ? null : token),
                position);
    }

    private static long positionOf(MutationOutcome outcome) {
        return Objects.requireNonNullElse(outcome.position(), NOTHING_STORED);
    }
}
