package io.devicetrail.audit.report.sheet;

import io.devicetrail.audit.report.pdf.Conformance;
import io.devicetrail.audit.report.pdf.PdfFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;

/** The file around the pages: the one file attached to it, its headings, and what PDF/A-3u asks for at its end. */
public final class Binding {
    private static final int TITLE_SIZE = 1_500;
    private static final int HEADING_SIZE = 950;
    private static final int GAP = 2_200;

    private final PdfFile file;
    private final Fonts fonts;
    private final Sheets sheets;
    private final String title;
    private final Instant made;
    private String names = "";

    /**
     * What is attached.
     *
     * @param subtype media type as a name of PDF, such as {@code application#2Fjsonl}
     * @param description in ASCII, without parentheses
     * @param bytes of it, not compressed
     * @param compressed in the format of zlib
     * @param compressedBytes how many
     */
    public record Attachment(
            String name,
            String subtype,
            String description,
            long bytes,
            InputStream compressed,
            long compressedBytes) {}

    /**
     * @param title of no characters that XML does not take
     * @param footer of every page
     */
    public Binding(OutputStream out, String title, Text footer, Instant made) throws IOException {
        this.title = title;
        this.made = made;
        this.file = new PdfFile(out);
        this.fonts = new Fonts(file);
        this.sheets = new Sheets(file, fonts, footer);
    }

    public Sheets sheets() {
        return sheets;
    }

    /** Once, before the first page: who checks the file looks for it at the front. */
    public void attach(Attachment attached) throws IOException {
        int content = file.reserve();
        int attachment = file.reserve();
        file.compressedStream(
                content,
                "/Type /EmbeddedFile /Subtype /" + attached.subtype() + " /Params << /Size " + attached.bytes()
                        + " /ModDate " + Conformance.date(made) + " >>",
                attached.compressed(),
                attached.compressedBytes());
        file.object(
                attachment,
                "<< /Type /Filespec /F (" + attached.name() + ") /UF " + PdfFile.string(attached.name())
                        + " /AFRelationship /Data /Desc (" + attached.description() + ") /EF << /F "
                        + PdfFile.reference(content) + " /UF " + PdfFile.reference(content) + " >> >>");
        names = " /AF [" + PdfFile.reference(attachment) + "] /Names << /EmbeddedFiles << /Names ["
                + PdfFile.string(attached.name()) + " " + PdfFile.reference(attachment) + "] >> >>";
    }

    /** Begins the first page. */
    public int title() throws IOException {
        sheets.begin();
        return heading(Sheets.TOP - TITLE_SIZE, title, TITLE_SIZE);
    }

    /** Above a table: on the next page, if there is no room for some rows below it. */
    public int headed(int y, String words) throws IOException {
        int place = y - GAP;
        if (place - Sheets.BOTTOM < 4 * GAP) {
            sheets.begin();
            place = Sheets.TOP - HEADING_SIZE;
        }
        return heading(place, words, HEADING_SIZE);
    }

    /** With nothing that belongs below it. */
    public int alone(int y, String words) throws IOException {
        int place = y - GAP;
        if (place < Sheets.BOTTOM) {
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

    /** @param id the same only for the same content */
    public void finish(byte[] id) throws IOException {
        sheets.finish();
        fonts.finish(file);
        int metadata = Conformance.metadata(file, title, made);
        int intent = Conformance.outputIntent(file);
        int catalog = file.reserve();
        file.object(
                catalog,
                "<< /Type /Catalog /Pages " + PdfFile.reference(sheets.tree()) + " /Metadata "
                        + PdfFile.reference(metadata) + " /OutputIntents [" + PdfFile.reference(intent)
                        + "] /Lang (en) /ViewerPreferences << /DisplayDocTitle true >>" + names + " >>");
        file.finish(catalog, id);
    }
}
