package io.devicetrail.audit.report.sheet;

import io.devicetrail.audit.report.pdf.EmbeddedFont;
import io.devicetrail.audit.report.pdf.PdfFile;
import java.io.IOException;

/**
 * Liberation Sans, regular and bold: Latin, Greek, Cyrillic and the signs of measurements; under the SIL Open Font
 * Licence.
 */
final class Fonts {
    static final int REGULAR = 0;
    static final int BOLD = 1;

    private final EmbeddedFont[] fonts;

    Fonts(PdfFile file) throws IOException {
        fonts = new EmbeddedFont[] {
            new EmbeddedFont(file, "/liberation/LiberationSans-Regular.ttf", "LiberationSans"),
            new EmbeddedFont(file, "/liberation/LiberationSans-Bold.ttf", "LiberationSans-Bold")
        };
    }

    EmbeddedFont get(int font) {
        return fonts[font];
    }

    /** An entry of a dictionary of resources. */
    String resources() {
        return "/Font << /F0 " + PdfFile.reference(fonts[REGULAR].object()) + " /F1 "
                + PdfFile.reference(fonts[BOLD].object()) + " >>";
    }

    void finish(PdfFile file) throws IOException {
        for (EmbeddedFont font : fonts) {
            font.finish(file);
        }
    }
}
