package io.devicetrail.audit.scrub;

import io.devicetrail.audit.ledger.EntrySource;
import java.io.IOException;

/** Nothing to be alarmed about, unlike a file that cannot be read: the round begins again when the log is back. */
final class LogAway extends IOException {
    private static final long serialVersionUID = 1L;

    private LogAway(IOException cause) {
        super(cause.toString(), cause);
    }

    /** The same log, which says so when it is away. */
    static EntrySource told(EntrySource log) {
        return (first, most, sink) -> {
            try {
                log.read(first, most, sink);
            } catch (IOException e) {
                throw new LogAway(e);
            }
        };
    }
}
