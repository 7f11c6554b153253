package io.devicetrail.audit.copy;

import java.io.IOException;

/** An export came to nothing; the message is one line for a person, with the mend where there is one. */
public final class ExportFailed extends IOException {
    public ExportFailed(String message) {
        super(message);
    }

    public ExportFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
