package io.devicetrail.domain.shared;

/** Input whose shape is wrong, before any business rule is asked. */
public final class MalformedInput extends IllegalArgumentException {
    private final String field;

    public MalformedInput(String field, String problem) {
        super(field + " " + problem);
        this.field = field;
    }

    /** The name of the offending field, as the caller wrote it. */
    public String field() {
        return field;
    }
}
