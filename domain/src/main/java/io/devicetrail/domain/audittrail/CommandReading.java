package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandState;
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
                        e.timeoutSeconds());
            case CommandEvent.CommandHeld e ->
                List.of(
                        FieldChange.of(field, CommandState.REQUESTED, CommandState.WAITING_FOR_SIGNATURES),
                        FieldChange.of(field + " policy", null, e.policy()),
                        FieldChange.of(field + " waitsUntil", null, e.until()));
            case CommandEvent.CommandReleased e ->
                List.of(
                        FieldChange.of(field, CommandState.WAITING_FOR_SIGNATURES, CommandState.REQUESTED),
                        FieldChange.of(field + " signatures", null, e.signatures()));
            case CommandEvent.CommandSent e ->
                List.of(FieldChange.of(field, e.from(), "SENT"), FieldChange.of(field + " attempt", null, e.attempt()));
            case CommandEvent.CommandAnswered e ->
                answer(FieldChange.of(field, e.from(), e.answer().state()), field, e.code(), e.detail());
            case CommandEvent.LateAnswerRecorded e ->
                answer(FieldChange.of(field + " late answer", null, e.answer()), field, e.code(), e.detail());
            case CommandEvent.CommandTimedOut e -> List.of(FieldChange.of(field, e.from(), "TIMED_OUT"));
            case CommandEvent.CommandCancelled e -> List.of(FieldChange.of(field, e.from(), "CANCELLED"));
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
