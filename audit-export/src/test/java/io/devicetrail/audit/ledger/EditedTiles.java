package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.tree.EntryBundle;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a ledger, and the log, in the hands of somebody who has no keys. */
public record EditedTiles(Path folder, ListedRows log) {
    private static final String ANOTHER = "{\"device\":\"another\"}";

    /** Entry, hash and row of an event, each of which can be changed to one and the same other event, or not. */
    public enum Part {
        ENTRY,
        HASH,
        ROW
    }

    /** Changes these parts of an event, all to the same. */
    public void change(long index, Part... parts) throws IOException {
        LogRow another = ListedRows.row(index, ANOTHER);
        for (Part part : parts) {
            switch (part) {
                case ENTRY -> entry(index, LedgerEntry.of(another).bytes());
                case HASH -> hash(0, index, LedgerEntry.of(another).leaf());
                case ROW -> log.rows.set((int) index, another);
            }
        }
    }

    private void entry(long index, byte[] entry) throws IOException {
        TileName name = tile(TileName.ENTRIES, index);
        Path file = folder.resolve(name.path());
        List<byte[]> entries = EntryBundle.entries(Files.readAllBytes(file), name.width());
        entries.set((int) (index % TileName.FULL), entry);
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        entries.forEach(one -> EntryBundle.append(bundle, one));
        Files.write(file, bundle.toByteArray());
    }

    /** @param position of the hash in its level */
    public void hash(int level, long position, TreeHash hash) throws IOException {
        Path file = folder.resolve(tile(level, position).path());
        byte[] tile = Files.readAllBytes(file);
        System.arraycopy(hash.bytes(), 0, tile, (int) (position % TileName.FULL) * TreeHash.BYTES, TreeHash.BYTES);
        Files.write(file, tile);
    }

    private TileName tile(int level, long position) {
        return TileName.in(log.rows.size(), level, position / TileName.FULL);
    }
}
