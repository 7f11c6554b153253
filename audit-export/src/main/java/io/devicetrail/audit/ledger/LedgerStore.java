package io.devicetrail.audit.ledger;

import java.io.IOException;

/** Files by their path below a root. Owned by one process; written by one thread, read by many. */
public interface LedgerStore extends LedgerReader {
    /** Writes a file that no signed checkpoint covers yet. Durable after the next {@link #sync}. */
    void write(String path, byte[] bytes) throws IOException;

    /** Makes everything written so far durable, with the folders it is in. */
    void sync() throws IOException;

    /** Puts a file in place of another: at any moment either is there whole, and on return the new one is durable. */
    void replace(String path, byte[] bytes) throws IOException;

    /** Whether there is a file in the folder, or in one below it. */
    boolean hasFilesIn(String path) throws IOException;

    /** Removes a file, if it is there; durable on return. */
    void delete(String path) throws IOException;

    /** Removes a folder of files, if it is there. */
    void deleteFolder(String path) throws IOException;
}
