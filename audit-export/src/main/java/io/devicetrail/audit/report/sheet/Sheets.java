package io.devicetrail.audit.report.sheet;

import io.devicetrail.audit.report.pdf.PageTree;
import io.devicetrail.audit.report.pdf.PdfFile;
import io.devicetrail.audit.report.sheet.Typesetter.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The pages, of which only one is in memory. Each shows how many there are by one and the same object, which is written
 * when that is known. All measures are hundredths of a point, from the lower left corner.
 */
public final class Sheets {
    /** A4, lying. */
    static final int WIDTH = 84_200;

    static final int HEIGHT = 59_500;
    static final int MARGIN = 3_600;
    static final int TOP = HEIGHT - MARGIN;
    /** The footer is below it. */
    static final int BOTTOM = MARGIN + 1_400;

    private static final int FOOTER_SIZE = 650;
    private static final int TOTAL_WIDTH = 3_000;
    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1_000;

    private final PdfFile file;
    private final Fonts fonts;
    private final Typesetter typesetter;
    private final PageTree tree;
    private final Text footer;
    private final int resources;
    private final int total;
    private final StringBuilder content = new StringBuilder();
    private int number;

    Sheets(PdfFile file, Fonts fonts, Text footer) {
        this.file = file;
        this.fonts = fonts;
        this.typesetter = new Typesetter(fonts);
        this.tree = new PageTree(file);
        this.footer = footer;
        this.resources = file.reserve();
        this.total = file.reserve();
    }

    Typesetter typesetter() {
        return typesetter;
    }

    int tree() {
        return tree.root();
    }

    /** Ends the page before, if there is one. */
    void begin() throws IOException {
        if (number > 0) {
            end();
        }
        number++;
    }

    void text(int x, int baseline, int size, Line line) {
        if (line.length() == 0) {
            return;
        }
        content.append("BT 1 0 0 1 ")
                .append(points(x))
                .append(' ')
                .append(points(baseline))
                .append(" Tm");
        show(line, size, content);
        content.append(" ET\n");
    }

    private static void show(Line line, int size, StringBuilder to) {
        int font = -1;
        for (int at = 0; at < line.length(); at++) {
            int glyph = line.glyph(at);
            if (Typesetter.font(glyph) != font) {
                to.append(font < 0 ? "" : "> Tj");
                font = Typesetter.font(glyph);
                to.append(" /F").append(font).append(' ').append(points(size)).append(" Tf <");
            }
            int code = Typesetter.code(glyph);
            for (int shift = 12; shift >= 0; shift -= 4) {
                to.append(Character.toUpperCase(Character.forDigit((code >> shift) & 0xf, 16)));
            }
        }
        to.append("> Tj");
    }

    /** @param gray from 0, black, to 100, white */
    void fill(int x, int y, int width, int height, int gray) {
        content.append(points(gray))
                .append(" g ")
                .append(points(x))
                .append(' ')
                .append(points(y))
                .append(' ')
                .append(points(width))
                .append(' ')
                .append(points(height))
                .append(" re f 0 g\n");
    }

    void rule(int y) {
        content.append("0.25 w 0.6 G ")
                .append(points(MARGIN))
                .append(' ')
                .append(points(y))
                .append(" m ")
                .append(points(WIDTH - MARGIN))
                .append(' ')
                .append(points(y))
                .append(" l S\n");
    }

    private static String points(int hundredths) {
        int rest = hundredths % HUNDRED;
        return rest == 0
                ? Integer.toString(hundredths / HUNDRED)
                : String.format(Locale.ROOT, "%d.%02d", hundredths / HUNDRED, rest);
    }

    private void end() throws IOException {
        int right = WIDTH - MARGIN - TOTAL_WIDTH;
        Line page = one(new Text().words("Page " + number + " of "));
        text(right - page.width() * FOOTER_SIZE / THOUSAND, MARGIN, FOOTER_SIZE, page);
        content.append("q 1 0 0 1 ")
                .append(points(right))
                .append(' ')
                .append(points(MARGIN))
                .append(" cm /Total Do Q\n");
        text(MARGIN, MARGIN, FOOTER_SIZE, one(footer));
        int contents = file.reserve();
        file.stream(contents, "", bytes(content));
        content.setLength(0);
        tree.page(
                file.reserve(),
                "/MediaBox [0 0 " + points(WIDTH) + " " + points(HEIGHT) + "] /Resources "
                        + PdfFile.reference(resources) + " /Contents " + PdfFile.reference(contents));
    }

    private Line one(Text text) throws IOException {
        return typesetter.lines(text, Integer.MAX_VALUE).getFirst();
    }

    /** The last page, and what all share. */
    void finish() throws IOException {
        end();
        StringBuilder count = new StringBuilder("BT 1 0 0 1 0 0 Tm");
        show(one(new Text().words(Integer.toString(number))), FOOTER_SIZE, count);
        count.append(" ET\n");
        file.stream(
                total,
                "/Type /XObject /Subtype /Form /BBox [0 -5 " + points(TOTAL_WIDTH) + " 10] /Resources << "
                        + fonts.resources() + " >>",
                bytes(count));
        file.object(
                resources, "<< " + fonts.resources() + " /XObject << /Total " + PdfFile.reference(total) + " >> >>");
        tree.finish();
    }

    private static byte[] bytes(StringBuilder operators) {
        return operators.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
