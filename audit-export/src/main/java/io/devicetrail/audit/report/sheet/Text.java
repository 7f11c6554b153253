package io.devicetrail.audit.report.sheet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cell says: own words, and what others wrote, which is shown character by character. */
public final class Text {
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * Some characters of one kind.
     *
     * @param foreign written by others: what cannot be seen in it is shown by its number
     */
    record Piece(String text, boolean bold, boolean foreign) {}

    public static Text of(@Nullable String value) {
        return new Text().value(value);
    }

    /** Own words. */
    public Text words(String words) {
        pieces.add(new Piece(words, false, false));
        return this;
    }

    /** Own words that must not be missed. */
    public Text bold(String words) {
        pieces.add(new Piece(words, true, false));
        return this;
    }

    public Text line() {
        pieces.add(new Piece("\n", false, false));
        return this;
    }

    /** What the log says; nothing and an empty text are not the same. */
    public Text value(@Nullable String value) {
        if (value == null) {
            return bold("none");
        }
        if (value.isEmpty()) {
            return bold("empty text");
        }
        pieces.add(new Piece(value, false, true));
        return this;
    }

    List<Piece> pieces() {
        return pieces;
    }
}
