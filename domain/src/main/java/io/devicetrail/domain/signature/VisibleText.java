package io.devicetrail.domain.signature;

/**
 * A text as it is shown to who signs or decides by it: what turns the direction of a text, or is not seen at all, would
 * show the reader something else, and is shown by its code (21 CFR 11.50(b)).
 */
public final class VisibleText {
    private VisibleText() {}

    /** What was made visible already stays as it is. */
    public static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isUnseen(c)) {
                visible.append("\\u{").append(Integer.toHexString(c)).append('}');
            } else {
                visible.appendCodePoint(c);
            }
        });
        return visible.toString();
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
