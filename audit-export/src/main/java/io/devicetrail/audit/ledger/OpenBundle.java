package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.tree.EntryBundle;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.StoredTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The entry bundle that is not full yet, and the entry that was appended last. Used by one thread. */
final class OpenBundle {
    private final LedgerStore store;
    private final ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    private byte @Nullable [] last;

    OpenBundle(LedgerStore store) {
        this.store = store;
    }

    void begin() {
        bundle.reset();
        last = null;
    }

    /** @throws NotVerified if its entries are not those of the tree */
    void resume(long size) throws IOException {
        begin();
        if (size == 0) {
            return;
        }
        TileName name = TileName.in(size, TileName.ENTRIES, (size - 1) / TileName.FULL);
        byte[] bytes = store.tile(name);
        StoredTree files = new StoredTree(store::tile, size);
        long index = name.index() * TileName.FULL;
        for (byte[] entry : EntryBundle.entries(bytes, name.width())) {
            if (!TreeHash.leaf(entry).equals(files.leaf(index))) {
                throw new NotVerified("entry " + index + " is not the one in the tree");
            }
            last = entry;
            index++;
        }
        if (!name.isFull()) {
            bundle.writeBytes(bytes);
        }
    }

    void append(long index, byte[] entry) throws IOException {
        EntryBundle.append(bundle, entry);
        if (index % TileName.FULL == TileName.FULL - 1) {
            store.write(TileName.full(TileName.ENTRIES, index / TileName.FULL).path(), bundle.toByteArray());
            bundle.reset();
        }
        last = entry;
    }

    /** Writes what is there of it. */
    void partial(long size) throws IOException {
        if (size % TileName.FULL != 0) {
            TileName name = TileName.in(size, TileName.ENTRIES, size / TileName.FULL);
            store.write(name.path(), bundle.toByteArray());
        }
    }

    /** Null before the first entry. */
    byte @Nullable [] last() {
        return last;
    }
}
