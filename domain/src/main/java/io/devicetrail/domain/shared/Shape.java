package io.devicetrail.domain.shared;

import org.jspecify.annotations.Nullable;

/** Checks of shape (not of business rules) for commands and ids; each says what was wrong with which field. */
public final class Shape {
    /** Longest accepted text of a single-line field, in characters. */
    public static final int LONGEST_TEXT = 200;

    private Shape() {}

    /** @throws MalformedInput if {@code text} is null, blank, too long or holds control characters */
    public static String text(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new MalformedInput(field, "must not be blank");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new MalformedInput(field, "is longer than " + LONGEST_TEXT + " characters");
        }
        if (text.codePoints().anyMatch(Shape::invisible)) {
            throw new MalformedInput(field, "holds control characters or others that cannot be seen");
        }
        return text.strip();
    }

    /**
     * Text of several lines, which a person wrote.
     *
     * @throws MalformedInput if {@code text} is null, blank, too long or holds control characters other than line breaks
     */
    public static String prose(String field, @Nullable String text, int longest) {
        if (text == null || text.isBlank()) {
            throw new MalformedInput(field, "must not be blank");
        }
        if (text.length() > longest) {
            throw new MalformedInput(field, "is longer than " + longest + " characters");
        }
        if (text.codePoints().anyMatch(character -> character != '\n' && character != '\r' && invisible(character))) {
            throw new MalformedInput(field, "holds control characters or others that cannot be seen");
        }
        return text.strip();
    }

    /** Format characters too: a serial number with one in it would look like another's. */
    private static boolean invisible(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }

    /** Like {@link #text} where nothing is an answer too. */
    public static @Nullable String optionalText(String field, @Nullable String text) {
        return text == null || text.isBlank() ? null : text(field, text);
    }

    /** @throws MalformedInput if {@code number} is outside {@code least..most} */
    public static int within(String field, int number, int least, int most) {
        if (number < least || number > most) {
            throw new MalformedInput(field, "must be between " + least + " and " + most);
        }
        return number;
    }
}
