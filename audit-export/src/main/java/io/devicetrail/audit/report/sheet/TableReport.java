package io.devicetrail.audit.report.sheet;

import io.devicetrail.audit.report.pdf.Sha256;
import io.devicetrail.audit.report.sheet.Table.Column;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/** A report of headed tables: PDF/A-3u, with its machine copy attached. */
public final class TableReport {
    /** Hundredths of a point that the columns of a table have together. */
    public static final int WIDTH = Sheets.WIDTH - 2 * Sheets.MARGIN;

    private static final int SHOWN_HASH = 16;
    private static final int ID_BYTES = 16;

    private TableReport() {}

    /**
     * What it is.
     *
     * @param title of no characters that XML does not take
     * @param machineCopy name of the JSON file attached
     * @param description of that file, in ASCII, without parentheses
     */
    public record Head(String title, String machineCopy, String description, Instant made) {}

    /**
     * One table.
     *
     * @param columns of which all titles may be empty, together {@link #WIDTH} wide at most
     */
    public record Section(String heading, List<Column> columns, List<List<Cell>> rows) {}

    /**
     * What a cell says, shown character by character.
     *
     * @param bold must not be missed
     */
    public record Cell(String text, boolean bold) {
        public static Cell of(String text) {
            return new Cell(text, false);
        }

        public static Cell strong(String text) {
            return new Cell(text, true);
        }

        private Text set() {
            if (text.isEmpty()) {
                return new Text();
            }
            return bold ? new Text().bold(text) : Text.of(text);
        }
    }

    /** Writes it to a stream that stays open. The same arguments give the same bytes. */
    public static void write(Head head, byte[] machineCopy, List<Section> sections, OutputStream out)
            throws IOException {
        byte[] sha256 = Sha256.digest().digest(machineCopy);
        String shown = HexFormat.of().formatHex(sha256).substring(0, SHOWN_HASH);
        Binding binding = new Binding(
                out,
                head.title(),
                new Text().words(head.title() + ", " + head.machineCopy() + " " + shown + "\u2026"),
                head.made());
        byte[] compressed = compressed(machineCopy);
        binding.attach(new Binding.Attachment(
                head.machineCopy(),
                "application#2Fjson",
                head.description(),
                machineCopy.length,
                new ByteArrayInputStream(compressed),
                compressed.length));
        int y = binding.title();
        for (Section section : sections) {
            y = section(binding, y, section);
        }
        binding.finish(id(head, sha256));
    }

    private static int section(Binding binding, int y, Section section) throws IOException {
        if (section.rows().isEmpty()) {
            return binding.alone(y, section.heading() + ": none");
        }
        int below = section.heading().isEmpty() ? y : binding.headed(y, section.heading());
        Table table = new Table(binding.sheets(), below, section.columns());
        for (List<Cell> row : section.rows()) {
            table.row(row.stream().map(Cell::set).toArray(Text[]::new));
        }
        return table.y();
    }

    private static byte[] id(Head head, byte[] sha256) {
        MessageDigest digest = Sha256.digest();
        digest.update(sha256);
        digest.update((head.title() + "\n" + head.made()).getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest.digest(), ID_BYTES);
    }

    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(bytes)) {
            deflating.write(content);
        }
        return bytes.toByteArray();
    }
}
