package io.devicetrail.audit.report;

import io.devicetrail.audit.report.Remarks.GivenSignature;
import io.devicetrail.audit.report.sheet.Binding;
import io.devicetrail.audit.report.sheet.Sheets;
import io.devicetrail.audit.report.sheet.Table;
import io.devicetrail.audit.report.sheet.Table.Column;
import io.devicetrail.audit.report.sheet.Text;
import io.devicetrail.audit.report.sheet.Visible;
import io.devicetrail.audit.trail.TrailFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code report.pdf}: the machine copy, then a head, the signatures, and one row per entry. */
public final class AuditReport {
    public static final String FILE_NAME = "report.pdf";
    public static final String MEDIA_TYPE = "application/pdf";
    /** Its name inside the report, the same as beside it. */
    public static final String MACHINE_COPY = "audit-trail.jsonl";

    private static final int SHOWN_HASH = 16;

    private static final List<Column> FACTS = List.of(new Column("", 13_000), new Column("", 64_000));
    private static final List<Column> SIGNATURES = List.of(
            new Column("Entry", 4_600),
            new Column("Printed name", 15_000),
            new Column("Role", 11_000),
            new Column("Meaning", 9_400),
            new Column("Signed at (UTC), zone of the signer", 15_000),
            new Column("Signed record", 22_000));

    private final ReportHead head;
    private final MachineCopy copy;
    private final Binding binding;
    private final Sheets sheets;

    private AuditReport(ReportHead head, MachineCopy copy, OutputStream out) throws IOException {
        this.head = head;
        this.copy = copy;
        String title = "Audit trail of " + head.filter().tenant();
        this.binding = new Binding(
                out,
                title,
                new Text()
                        .words(title + ", log up to event " + head.logHead() + ", machine copy "
                                + hex(copy).substring(0, SHOWN_HASH) + "\u2026"),
                head.requestedAt());
        this.sheets = binding.sheets();
    }

    /**
     * Writes it to a stream that stays open.
     *
     * @param copy complete
     */
    public static void write(ReportHead head, MachineCopy copy, OutputStream out) throws IOException {
        new AuditReport(head, copy, out).write();
    }

    private void write() throws IOException {
        binding.attach(new Binding.Attachment(
                MACHINE_COPY,
                "application#2Fjsonl",
                "The entries of this report as JSON Lines",
                copy.bytes(),
                copy.compressed(),
                copy.compressedBytes()));
        entries(signatures(facts()));
        binding.finish(head.idWith(copy.sha256()));
    }

    private int facts() throws IOException {
        TrailFilter filter = head.filter();
        Table facts = new Table(sheets, binding.title(), FACTS);
        fact(facts, "Tenant", Text.of(filter.tenant().value()));
        fact(facts, "Record", filter.record() == null ? new Text().words("all records") : Text.of(filter.record()));
        fact(facts, "Period", period(filter.from(), filter.to()));
        fact(facts, "Index range", range(filter.first(), filter.last()));
        fact(facts, "Log", new Text().words("as it was when event " + head.logHead() + " was its newest"));
        fact(facts, "Entries", entriesFound());
        fact(facts, "Requested by", Text.of(head.requester()).words(", id ").value(head.requesterId()));
        fact(facts, "Reason", Text.of(head.reason()));
        fact(facts, "Requested at", new Text().words(Moment.text(head.requestedAt())));
        fact(
                facts,
                "Machine copy",
                new Text()
                        .words(MACHINE_COPY + ", attached to this file, " + copy.bytes() + " bytes, SHA-256 "
                                + hex(copy)));
        fact(
                facts,
                "How to read",
                new Text()
                        .words("Each row is one changed field. Its marker says whether the value is ")
                        .bold("+ NEW")
                        .words(", ")
                        .bold("\u2260 CHANGED")
                        .words(" (the old one is shown), ")
                        .bold("\u2013 REMOVED")
                        .words(" or ")
                        .bold("= SAME")
                        .words("; ")
                        .bold("\u25b2 CORRECTED")
                        .words(" names a later entry, of those in this report, that says what it should have been. A"
                                + " character that could not be seen stands as its number, in bold: ")
                        .bold(Visible.number('\t'))
                        .words(" is a tabulator. All fields of the entries, exactly, are in the machine copy."));
        return facts.y();
    }

    private static void fact(Table facts, String name, Text value) throws IOException {
        facts.row(new Text().bold(name), value);
    }

    private Text entriesFound() {
        return new Text()
                .words(
                        copy.entries() == 0
                                ? "none in this part of the log"
                                : copy.entries() + ", of events " + copy.first() + " to " + copy.last());
    }

    private static Text period(@Nullable Instant from, @Nullable Instant to) {
        return new Text()
                .words((from == null ? "from the beginning" : "recorded at " + from + " or later") + ", "
                        + (to == null ? "to the end" : "before " + to));
    }

    private static Text range(@Nullable Long first, @Nullable Long last) {
        return new Text()
                .words((first == null ? "from the beginning" : "from event " + first) + ", "
                        + (last == null ? "to the end" : "to event " + last));
    }

    private int signatures(int y) throws IOException {
        List<GivenSignature> given = copy.remarks().signatures();
        if (given.isEmpty()) {
            return binding.alone(y, "Signatures: none among these entries");
        }
        Table table = new Table(sheets, binding.headed(y, "Signatures"), SIGNATURES);
        for (GivenSignature signature : given) {
            table.row(
                    new Text().words(Long.toString(signature.index)),
                    Text.of(signature.printedName),
                    Text.of(signature.role),
                    Text.of(signature.meaning),
                    Moment.of(signature.at).line().value(signature.zone),
                    Text.of(signature.record));
        }
        return table.y();
    }

    private void entries(int y) throws IOException {
        if (copy.entries() > 0) {
            Table table = new Table(sheets, binding.headed(y, "Entries"), EntryRow.COLUMNS);
            copy.read(entry -> table.row(EntryRow.of(entry, copy.remarks().of(entry))));
        }
    }

    private static String hex(MachineCopy copy) {
        return HexFormat.of().formatHex(copy.sha256());
    }
}
