package io.devicetrail.audit.report.sheet;

import java.util.Locale;

/**
 * Which characters can stand for themselves. Others would not be seen, or would change how their neighbours are seen,
 * and a reader would take two texts for one: they are shown by their number.
 */
public final class Visible {
    /** Not of the categories below, and yet without a shape. */
    private static final int GRAPHEME_JOINER = 0x034F;

    private static final int MONGOLIAN_SELECTORS = 0x180B;
    private static final int MONGOLIAN_SELECTORS_END = 0x180F;
    private static final int VARIATION_SELECTORS = 0xFE00;
    private static final int VARIATION_SELECTORS_END = 0xFE0F;

    private Visible() {}

    static boolean is(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> !isRightToLeft(character) && !isSelector(character);
        };
    }

    /** Set one after the other they would read backwards; the machine copy has them as they are. */
    private static boolean isRightToLeft(int character) {
        byte direction = Character.getDirectionality(character);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
    }

    private static boolean isSelector(int character) {
        return character == GRAPHEME_JOINER
                || (character >= MONGOLIAN_SELECTORS && character <= MONGOLIAN_SELECTORS_END)
                || (character >= VARIATION_SELECTORS && character <= VARIATION_SELECTORS_END);
    }

    /** A space is seen between two characters that are none. */
    static boolean isLostSpace(String text, int at) {
        return at == 0 || at == text.length() - 1 || text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\n';
    }

    /** Always set in bold, which what others wrote never is: no text can pretend to be one. */
    public static String number(int character) {
        return String.format(Locale.ROOT, "\u2039U+%04X\u203a", character);
    }
}
