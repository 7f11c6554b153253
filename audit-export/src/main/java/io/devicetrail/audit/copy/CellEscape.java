package io.devicetrail.audit.copy;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a spreadsheet from taking a cell for a formula, so that it can be undone without doubt.
 *
 * <p>Writing: a missing value is an empty cell. An apostrophe is put before a text that is empty, that starts with an
 * apostrophe, TAB, CR or LF, or whose first character that is not blank is one of {@code = + - @}, in any width.
 *
 * <p>Reading: an empty cell is a missing value; else, if the first character is an apostrophe, take that one off.
 */
final class CellEscape {
    private static final char MARK = '\'';
    private static final String DANGEROUS = "=+-@";
    /** The mathematical minus, which compatibility normalisation leaves alone. */
    private static final int MINUS_SIGN = 0x2212;

    private CellEscape() {}

    static @Nullable String escape(@Nullable String text) {
        return text == null || !needsMark(text) ? text : MARK + text;
    }

    static @Nullable String undo(String cell) {
        if (cell.isEmpty()) {
            return null;
        }
        return cell.charAt(0) == MARK ? cell.substring(1) : cell;
    }

    private static boolean needsMark(String text) {
        if (text.isEmpty() || "'\t\r\n".indexOf(text.charAt(0)) >= 0) {
            return true;
        }
        return text.codePoints().dropWhile(CellEscape::isBlank).limit(1).anyMatch(CellEscape::startsFormula);
    }

    /** What a spreadsheet may trim or not show: spaces of all kinds, controls, joiners and byte order marks. */
    private static boolean isBlank(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }

    /** Full-width and small forms count as the character they stand for. */
    private static boolean startsFormula(int character) {
        String plain = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC);
        return character == MINUS_SIGN || plain.codePoints().allMatch(c -> DANGEROUS.indexOf(c) >= 0);
    }
}
