package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditEntry;
import java.io.IOException;

/** Writes entries in one format. */
interface CopyWriter {
    void write(AuditEntry entry) throws IOException;

    /** Writes what is still held back. The stream stays open: it is its owner's. */
    void finish() throws IOException;
}
