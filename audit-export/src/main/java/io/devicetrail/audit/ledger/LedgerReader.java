package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.tree.EntryBundle;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/** A ledger's files by their path: in a folder, on a server. Nothing it gives is trusted. */
@FunctionalInterface
public interface LedgerReader {
    /** @throws NoSuchFileException if there is none */
    byte[] read(String path) throws IOException;

    /** A tile; where a partial one has been cleared away, the beginning of the full one. */
    default byte[] tile(TileName name) throws IOException {
        try {
            return read(name.path());
        } catch (NoSuchFileException missing) {
            if (name.isFull()) {
                throw missing;
            }
            return prefix(read(name.grown().path()), name);
        }
    }

    private static byte[] prefix(byte[] full, TileName name) throws NoSuchFileException {
        try {
            if (name.level() == TileName.ENTRIES) {
                return EntryBundle.prefix(full, name.width());
            }
            if (full.length == TileName.FULL * TreeHash.BYTES) {
                return Arrays.copyOf(full, name.width() * TreeHash.BYTES);
            }
        } catch (NotVerified beingWritten) {
            // Falls through: the full tile is not one yet.
        }
        throw new NoSuchFileException(name.path());
    }
}
