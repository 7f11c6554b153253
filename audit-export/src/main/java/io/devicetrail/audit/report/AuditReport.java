package io.devicetrail.audit.report;

import io.devicetrail.audit.report.Remarks.GivenSignature;
import io.devicetrail.audit.report.Table.Column;
import io.devicetrail.audit.report.pdf.Conformance;
import io.devicetrail.audit.report.pdf.PdfFile;
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

    private static final int TITLE_SIZE = 1_500;
    private static final int HEADING_SIZE = 950;
    private static final int GAP = 2_200;
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
    private final PdfFile file;
    private final Fonts fonts;
    private final Sheets sheets;
    private final String title;

    private AuditReport(ReportHead head, MachineCopy copy, OutputStream out) throws IOException {
        this.head = head;
        this.copy = copy;
        this.title = "Audit trail of " + head.filter().tenant();
        this.file = new PdfFile(out);
        this.fonts = new Fonts(file);
        this.sheets = new Sheets(
                file,
                fonts,
                new Text()
                        .words(title + ", log up to event " + head.logHead() + ", machine copy "
                                + hex(copy).substring(0, SHOWN_HASH) + "\u2026"));
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
        int attachment = attach();
        sheets.begin();
        entries(signatures(facts()));
        sheets.finish();
        fonts.finish(file);
        int metadata = Conformance.metadata(file, title, head.requestedAt());
        int intent = Conformance.outputIntent(file);
        int catalog = file.reserve();
        file.object(
                catalog,
                "<< /Type /Catalog /Pages " + PdfFile.reference(sheets.tree()) + " /Metadata "
                        + PdfFile.reference(metadata) + " /OutputIntents [" + PdfFile.reference(intent)
                        + "] /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> /AF ["
                        + PdfFile.reference(attachment) + "] /Names << /EmbeddedFiles << /Names ["
                        + PdfFile.string(MACHINE_COPY) + " " + PdfFile.reference(attachment) + "] >> >> >>");
        file.finish(catalog, head.idWith(copy.sha256()));
    }

    private int attach() throws IOException {
        int content = file.reserve();
        int attachment = file.reserve();
        file.compressedStream(
                content,
                "/Type /EmbeddedFile /Subtype /application#2Fjsonl /Params << /Size " + copy.bytes() + " /ModDate "
                        + Conformance.date(head.requestedAt()) + " >>",
                copy.compressed(),
                copy.compressedBytes());
        file.object(
                attachment,
                "<< /Type /Filespec /F (" + MACHINE_COPY + ") /UF " + PdfFile.string(MACHINE_COPY)
                        + " /AFRelationship /Data /Desc (The entries of this report as JSON Lines) /EF << /F "
                        + PdfFile.reference(content) + " /UF " + PdfFile.reference(content) + " >> >>");
        return attachment;
    }

    private int facts() throws IOException {
        TrailFilter filter = head.filter();
        int y = heading(Sheets.TOP - TITLE_SIZE, title, TITLE_SIZE);
        Table facts = new Table(sheets, y, FACTS);
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
            return heading(y - GAP, "Signatures: none among these entries", HEADING_SIZE);
        }
        Table table = new Table(sheets, headed(y, "Signatures"), SIGNATURES);
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
            Table table = new Table(sheets, headed(y, "Entries"), EntryRow.COLUMNS);
            copy.read(entry -> table.row(EntryRow.of(entry, copy.remarks().of(entry))));
        }
    }

    /** On the next page, if there is no room for some rows below it. */
    private int headed(int y, String words) throws IOException {
        int place = y - GAP;
        if (place - Sheets.BOTTOM < 4 * GAP) {
            sheets.begin();
            place = Sheets.TOP - HEADING_SIZE;
        }
        return heading(place, words, HEADING_SIZE);
    }

    private int heading(int y, String words, int size) throws IOException {
        sheets.text(
                Sheets.MARGIN,
                y,
                size,
                sheets.typesetter()
                        .lines(new Text().bold(words), Integer.MAX_VALUE)
                        .getFirst());
        return y - size / 2;
    }

    private static String hex(MachineCopy copy) {
        return HexFormat.of().formatHex(copy.sha256());
    }
}
