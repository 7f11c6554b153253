package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.UnreadableFile;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.function.Consumer;

/** A tile of hashes of hashes, which can be made again: one finding for each that is not what it should be. */
final class UpperTile {
    private UpperTile() {}

    static void compare(LedgerReader files, TileName name, byte[] made, Consumer<Finding> differing)
            throws IOException {
        long span = 1L << (8 * name.level());
        long first = name.index() * TileName.FULL * span;
        try {
            int at = Arrays.mismatch(files.tile(name), made);
            if (at >= 0) {
                long index = first + (long) (at / TreeHash.BYTES) * span;
                differing.accept(new Finding(index, name.grown() + " was changed"));
            }
        } catch (NoSuchFileException missing) {
            differing.accept(new Finding(first, name.grown() + " is missing"));
        } catch (UnreadableFile unreadable) {
            differing.accept(new Finding(first, name.grown() + " cannot be read"));
        }
    }
}
