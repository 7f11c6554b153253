package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.UnreadableFile;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** How a tile of hashes of hashes differs from the one that can be made again. Takes some 100 bytes. */
final class UpperTile {
    private final TileName name;
    /** Positions of the hashes that differ. */
    private final BitSet differing = new BitSet(TileName.FULL);

    private @Nullable String trouble;

    private UpperTile(TileName name) {
        this.name = name;
    }

    /** @param made what the tile should be */
    static UpperTile compare(LedgerReader files, TileName name, byte[] made) throws IOException {
        UpperTile tile = new UpperTile(name);
        try {
            tile.compare(files.tile(name), made);
        } catch (NoSuchFileException missing) {
            tile.trouble = " is missing";
        } catch (UnreadableFile unreadable) {
            tile.trouble = " cannot be read";
        }
        return tile;
    }

    private void compare(byte[] stored, byte[] made) {
        for (int at = 0; at < made.length; at += TreeHash.BYTES) {
            int end = at + TreeHash.BYTES;
            if (end > stored.length || !Arrays.equals(stored, at, end, made, at, end)) {
                differing.set(at / TreeHash.BYTES);
            }
        }
        if (stored.length > made.length) {
            trouble = " was changed: it has another length";
        }
    }

    TileName name() {
        return name;
    }

    boolean differs() {
        return trouble != null || !differing.isEmpty();
    }

    /** Leaves what differs from both that the tile could be. */
    void butOf(@Nullable UpperTile other) {
        if (other == null) {
            differing.clear();
            trouble = null;
        } else {
            differing.and(other.differing);
        }
    }

    /** One finding for each hash, at the first event it is over. */
    void tell(Findings findings) {
        long span = 1L << (Byte.SIZE * name.level());
        long first = name.index() * TileName.FULL * span;
        if (trouble != null) {
            findings.add(first, name.grown() + trouble);
        }
        differing.stream().forEach(at -> findings.add(first + at * span, name.grown() + " was changed"));
    }
}
