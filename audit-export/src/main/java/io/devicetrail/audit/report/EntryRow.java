package io.devicetrail.audit.report;

import io.devicetrail.audit.report.Remarks.Correction;
import io.devicetrail.audit.report.sheet.Table.Column;
import io.devicetrail.audit.report.sheet.Text;
import io.devicetrail.audit.trail.AuditEntry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One entry as a row: when, who, what, from what to what, why, and what was said of it later. */
final class EntryRow {
    static final List<Column> COLUMNS = List.of(
            new Column("Entry", 4_600),
            new Column("When (UTC), zone", 8_600),
            new Column("Who, in which role", 9_800),
            new Column("Record", 13_600),
            new Column("Field, event", 12_000),
            new Column("Change", 18_200),
            new Column("Reason", 10_200));

    private EntryRow() {}

    static Text[] of(AuditEntry entry, List<Correction> corrections) {
        return new Text[] {
            new Text().words(entry.index() + "/" + entry.ordinal()),
            Moment.of(entry.recordedAt()).line().value(entry.zone()),
            who(entry.actorName(), entry.actorRole(), entry.actorType()),
            new Text().value(entry.recordType()).line().value(entry.recordId()),
            new Text().value(entry.field()).line().value(entry.event()),
            change(entry, corrections),
            reason(entry)
        };
    }

    private static Text who(@Nullable String name, @Nullable String role, @Nullable String type) {
        return new Text().value(name).line().words("as ").value(role).line().value(type);
    }

    private static Text reason(AuditEntry entry) {
        Text reason = new Text();
        if (entry.reasonCode() != null) {
            reason.value(entry.reasonCode()).line();
        }
        return reason.value(entry.reason());
    }

    /** The marker is in words, for who prints without colour. */
    private static Text change(AuditEntry entry, List<Correction> corrections) {
        Text text = new Text();
        if (entry.corrects() != null) {
            text.bold("\u25b2 CORRECTS")
                    .words(" entry ")
                    .value(entry.corrects())
                    .line();
        }
        boolean same = Objects.equals(entry.from(), entry.to());
        if (same) {
            text.bold("= SAME").line();
        } else if (entry.from() == null) {
            text.bold("+ NEW").line();
        } else if (entry.to() == null) {
            text.bold("\u2013 REMOVED").line();
        } else {
            text.bold("\u2260 CHANGED").line();
        }
        if (!same && entry.from() != null) {
            measured(text.words("old: "), entry.from(), entry.unit()).line();
        }
        measured(text.words(same ? "value: " : "new: "), entry.to(), entry.unit());
        for (Correction correction : corrections) {
            text.line()
                    .bold("\u25b2 CORRECTED")
                    .words(" by entry " + correction.index() + "/" + correction.ordinal())
                    .line();
            measured(text.words("should be: "), correction.to(), correction.unit())
                    .line()
                    .words("by ")
                    .value(correction.actorName())
                    .words(" as ")
                    .value(correction.actorRole())
                    .words(", " + Moment.text(correction.at()))
                    .line()
                    .words("because: ")
                    .value(correction.reason());
        }
        return text;
    }

    private static Text measured(Text text, @Nullable String value, @Nullable String unit) {
        text.value(value);
        return unit == null || value == null
                ? text
                : text.words(" [").value(unit).words("]");
    }
}
