package io.devicetrail.audit.scrub;

import io.devicetrail.audit.ledger.EntrySource;
import java.io.IOException;
import java.util.List;

/** Nothing to be alarmed about, unlike a file that cannot be read: the round begins again when the log is back. */
final class LogAway extends IOException {
    private static final long serialVersionUID = 1L;

    private LogAway(IOException cause) {
        super(cause.toString(), cause);
    }

    /** The same log, which says so when it is away. */
    static EntrySource told(EntrySource log) {
        return new EntrySource() {
            @Override
            public void read(long first, int most, Sink sink) throws IOException {
                try {
                    log.read(first, most, sink);
                } catch (IOException e) {
                    throw new LogAway(e);
                }
            }

            @Override
            public void at(long index, Sink sink) throws IOException {
                try {
                    log.at(index, sink);
                } catch (IOException e) {
                    throw new LogAway(e);
                }
            }

            @Override
            public List<String> otherFaces() throws IOException {
                try {
                    return log.otherFaces();
                } catch (IOException e) {
                    throw new LogAway(e);
                }
            }
        };
    }
}
