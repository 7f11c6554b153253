package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditEntry;
import java.io.IOException;

/** Writes entries in one format. */
public interface CopyWriter {
    void write(AuditEntry entry) throws IOException;

    /** Writes what is still held back; more may follow. The stream stays open: it is its owner's. */
    void finish() throws IOException;
}
