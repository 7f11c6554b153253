package io.devicetrail.audit.ledger;

import java.io.IOException;

/** A file of the ledger is there and cannot be read: unlike a server that is away, that is a finding. */
public final class UnreadableFile extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableFile(String path, IOException cause) {
        super(path + " cannot be read: " + cause, cause);
    }
}
