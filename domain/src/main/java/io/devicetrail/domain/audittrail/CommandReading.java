package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.devicemodel.CommandClass;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads events of commands; they belong to the record of the command's device. */
final class CommandReading {
    private CommandReading() {}

    static List<FieldChange> changesOf(CommandEvent event) {
        String field = "command " + event.command();
        return switch (event) {
            case CommandEvent.CommandRequested e ->
                AuditReading.created(
                        field,
                        "REQUESTED",
                        field + " name",
                        e.name(),
                        field + " arguments",
                        new TreeMap<>(e.arguments()),
                        field + " timeoutSeconds",
                        e.timeoutSeconds(),
                        // What goes without saying is not said, as before there was anything to say.
                        field + " class",
                        e.commandClass() == CommandClass.OPERATION ? null : e.commandClass(),
                        field + " retry",
                        e.retry(),
                        field + " twoPersons",
                        e.twoPersons() ? true : null);
            case CommandEvent.CommandApprovalAsked e ->
                List.of(
                        FieldChange.of(field, CommandState.REQUESTED, CommandState.AWAITING_APPROVAL),
                        FieldChange.of(field + " waitsUntil", null, e.until()));
            case CommandEvent.CommandApproved e ->
                List.of(
                        FieldChange.of(field, CommandState.AWAITING_APPROVAL, e.to()),
                        FieldChange.of(field + " approvalOfRequestBy", null, e.requestedBy()));
            case CommandEvent.CommandAgreedByJob e ->
                List.of(
                        FieldChange.of(field + " agreedByJob", null, e.job()),
                        FieldChange.of(field + " agreedByJobRound", null, e.round()),
                        FieldChange.of(field + " jobStartedBy", null, e.startedBy()),
                        FieldChange.of(field + " jobStartedByName", null, e.startedByName()));
            case CommandEvent.CommandHeld e ->
                List.of(
                        FieldChange.of(field, CommandState.REQUESTED, CommandState.WAITING_FOR_SIGNATURES),
                        FieldChange.of(field + " policy", null, e.policy()),
                        FieldChange.of(field + " waitsUntil", null, e.until()));
            case CommandEvent.CommandReleased e ->
                List.of(
                        FieldChange.of(field, CommandState.WAITING_FOR_SIGNATURES, CommandState.REQUESTED),
                        FieldChange.of(field + " signatures", null, e.signatures()));
            case CommandEvent.CommandQueued e ->
                List.of(
                        FieldChange.of(field, CommandState.REQUESTED, CommandState.QUEUED),
                        FieldChange.of(field + " waitsUntil", null, e.until()));
            case CommandEvent.CommandDequeued e ->
                List.of(FieldChange.of(field, CommandState.QUEUED, CommandState.REQUESTED));
            case CommandEvent.CommandSent e ->
                List.of(FieldChange.of(field, e.from(), "SENT"), FieldChange.of(field + " attempt", null, e.attempt()));
            case CommandEvent.CommandAnswered e ->
                answer(FieldChange.of(field, e.from(), e.answer().state()), field, e.code(), e.detail());
            case CommandEvent.CommandProgressed e ->
                answer(
                        FieldChange.of(field + " progressPercent", e.fromPercent(), e.toPercent()),
                        field,
                        null,
                        e.detail());
            case CommandEvent.CommandAttemptFailed e ->
                answer(
                        FieldChange.of(field, e.from(), "ATTEMPT " + e.attempt() + " FAILED"),
                        field,
                        e.code(),
                        e.detail());
            case CommandEvent.CommandRetried e ->
                List.of(
                        FieldChange.of(field, e.from(), "REQUESTED"),
                        FieldChange.of(field + " attempt", e.attempt() - 1, e.attempt()),
                        FieldChange.of(field + " retriedFor", null, e.why()));
            case CommandEvent.LateAnswerRecorded e ->
                answer(FieldChange.of(field + " late answer", null, e.answer()), field, e.code(), e.detail());
            case CommandEvent.CommandTimedOut e -> List.of(FieldChange.of(field, e.from(), "TIMED_OUT"));
            case CommandEvent.CommandExpired e -> List.of(FieldChange.of(field, e.from(), "EXPIRED"));
            case CommandEvent.CommandCancelled e -> List.of(FieldChange.of(field, e.from(), "CANCELLED"));
            case CommandEvent.CommandWithdrawn e ->
                List.of(
                        FieldChange.of(field, e.from(), "CANCELLED"),
                        FieldChange.of(field + " cause", null, e.cause()));
        };
    }

    private static List<FieldChange> answer(
            FieldChange state, String field, @Nullable String code, @Nullable String detail) {
        List<FieldChange> changes = new ArrayList<>();
        changes.add(state);
        changes.addAll(AuditReading.created(field + " code", code, field + " detail", detail));
        return changes;
    }
}
