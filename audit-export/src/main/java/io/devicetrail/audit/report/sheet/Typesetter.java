package io.devicetrail.audit.report.sheet;

import io.devicetrail.audit.report.pdf.EmbeddedFont;
import io.devicetrail.audit.report.sheet.Text.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Breaks texts into lines of a width. Nothing is cut off: what does not fit goes to the next line, in mid-word if need
 * be.
 */
final class Typesetter {
    /** Behind these a line may end. */
    private static final String BREAKS = " -/,;:._=|\u203a";

    private static final int FONT_SHIFT = 16;
    private static final int BREAK_FLAG = 1 << 20;
    private static final int CODE_MASK = 0xffff;

    private final Fonts fonts;

    /** Of the text that is being set: code, font and whether a line may end behind it. */
    private int[] glyphs = new int[1 << 8];

    private int count;

    Typesetter(Fonts fonts) {
        this.fonts = fonts;
    }

    /**
     * One line: codes with their fonts, see {@link #code} and {@link #font}, and its width in thousandths of the size.
     */
    static final class Line {
        private final int[] glyphs;
        private final int width;

        private Line(int[] glyphs, int width) {
            this.glyphs = glyphs;
            this.width = width;
        }

        int length() {
            return glyphs.length;
        }

        int glyph(int at) {
            return glyphs[at];
        }

        int width() {
            return width;
        }
    }

    static int code(int glyph) {
        return glyph & CODE_MASK;
    }

    static int font(int glyph) {
        return (glyph >> FONT_SHIFT) & 1;
    }

    /** @param width of a line, in thousandths of the size */
    List<Line> lines(Text text, int width) throws IOException {
        List<Line> lines = new ArrayList<>();
        count = 0;
        for (Piece piece : text.pieces()) {
            if (piece.foreign()) {
                foreign(piece, width, lines);
            } else if (piece.text().equals("\n")) {
                breakLines(width, lines);
            } else {
                own(piece.text(), piece.bold() ? Fonts.BOLD : Fonts.REGULAR);
            }
        }
        if (count > 0 || lines.isEmpty()) {
            breakLines(width, lines);
        }
        return lines;
    }

    private void own(String words, int font) throws IOException {
        for (int i = 0; i < words.length(); i++) {
            put(words.charAt(i), font, fonts.get(font).code(words.charAt(i)));
        }
    }

    private void foreign(Piece piece, int width, List<Line> lines) throws IOException {
        String text = piece.text();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            int code = Visible.is(character) && !(character == ' ' && Visible.isLostSpace(text, i))
                    ? fonts.get(Fonts.REGULAR).code(character)
                    : EmbeddedFont.NONE;
            if (code == EmbeddedFont.NONE) {
                own(Visible.number(character), Fonts.BOLD);
            } else {
                put(character, Fonts.REGULAR, code);
            }
            if (character == '\n' && i < text.length() - 1) {
                breakLines(width, lines);
            }
        }
    }

    private void put(int character, int font, int code) {
        if (count == glyphs.length) {
            glyphs = Arrays.copyOf(glyphs, count * 2);
        }
        glyphs[count] = code | (font << FONT_SHIFT) | (BREAKS.indexOf(character) >= 0 ? BREAK_FLAG : 0);
        count++;
    }

    private int width(int glyph) {
        return fonts.get(font(glyph)).width(code(glyph));
    }

    /** What was put so far, as lines of their own. */
    private void breakLines(int width, List<Line> lines) {
        int start = 0;
        while (start < count) {
            int end = start;
            int used = 0;
            int possible = start;
            while (end < count && (end == start || used + width(glyphs[end]) <= width)) {
                used += width(glyphs[end]);
                end++;
                if ((glyphs[end - 1] & BREAK_FLAG) != 0) {
                    possible = end;
                }
            }
            int next = end == count || possible == start ? end : possible;
            lines.add(line(start, next));
            start = next;
        }
        if (count == 0) {
            lines.add(line(0, 0));
        }
        count = 0;
    }

    private Line line(int from, int to) {
        int[] copied = Arrays.copyOfRange(glyphs, from, to);
        int width = 0;
        for (int glyph : copied) {
            width += width(glyph);
        }
        return new Line(copied, width);
    }
}
