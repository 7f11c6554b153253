package io.devicetrail.artifacts.store;

import java.io.IOException;

/** What is kept under a hash cannot be what had it. Nobody is given it; an operator has to look. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final String MEND =
            ": put it back from a copy of the artifacts' directory, or move it away and upload it again.";

    public DamagedFileException(String sha256, long expected, long actual) {
        super("The file kept as " + sha256 + " has " + actual + " bytes, not " + expected + MEND);
    }

    public DamagedFileException(String sha256, String actual) {
        super("The file kept as " + sha256 + " has SHA-256 " + actual + MEND);
    }
}
