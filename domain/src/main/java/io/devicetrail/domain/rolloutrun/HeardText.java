package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.shared.Shape;
import org.jspecify.annotations.Nullable;

/** Text of a device as it can be kept and shown: of one line, visible, and {@link Shape#LONGEST_TEXT} long at most. */
final class HeardText {
    /** In place of each character that cannot be seen: left out, another version could read as the release's. */
    private static final int IN_PLACE = 0xFFFD;

    private static final String CUT = "…";

    private HeardText() {}

    /** Nothing, if it says nothing. */
    static @Nullable String of(@Nullable String said) {
        if (said == null || said.isBlank()) {
            return null;
        }
        StringBuilder kept = new StringBuilder();
        String text = said.strip();
        // One code point more than fits shows that there is more; the rest of what may be long is not looked at.
        text.codePoints()
                .limit(Shape.LONGEST_TEXT + 1L)
                .map(character -> visible(character) ? character : IN_PLACE)
                .forEach(kept::appendCodePoint);
        if (kept.length() <= Shape.LONGEST_TEXT) {
            return kept.toString();
        }
        int end = Shape.LONGEST_TEXT - CUT.length();
        kept.setLength(Character.isHighSurrogate(kept.charAt(end - 1)) ? end - 1 : end);
        return kept.append(CUT).toString();
    }

    private static boolean visible(int character) {
        return !Character.isISOControl(character)
                && switch (Character.getType(character)) {
                    case Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }
}
