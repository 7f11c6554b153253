package io.devicetrail.audit.seal;

/** What is signed by its manifest, in the words of the note over it: a note of one never passes for one of another. */
public enum Sealed {
    AUDIT_COPY("devicetrail-audit-copy/2"),
    VALIDATION_PACK("devicetrail-validation-pack/1");

    private final String format;

    Sealed(String format) {
        this.format = format;
    }

    /** The format that the manifest says it is of. */
    public String format() {
        return format;
    }
}
