package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.tree.GrowingTree;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.StoredTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends the log's events to the tree. The order of writes, and what a crash after each step means:
 *
 * <ol>
 *   <li>bodies, entry bundles and hash tiles, in that order, of names that no signed checkpoint covers. <i>Crash:</i>
 *       some are there, some torn; nobody has been told of them. The next start goes on from the last signed
 *       checkpoint and writes every one again.
 *   <li>sync: files, then folders. <i>Crash:</i> as before.
 *   <li>the consistency proof from the last signed tree is made from the files as they can be read, and verified;
 *       then the checkpoint is signed and put into the signer's memory, beside the keys (fresh file, sync, rename,
 *       sync). <i>Crash before the rename:</i> as before; a signature nobody saw is gone. <i>Crash after it:</i> the
 *       memory is ahead of the published checkpoint, and all its tiles are durable: the next start publishes it.
 *   <li>the checkpoint is published in the same way. <i>Crash:</i> either is there, whole.
 *   <li>partial tiles that have become full are removed. <i>Crash:</i> some stay for ever; they take space, no more.
 * </ol>
 *
 * The first checkpoint, of no events, is published before the first tile is written. So tiles without one are either being
 * made again, of which {@link MakingAgain} tells, or signed and not to be touched.
 *
 * <p>An entry that names the ledger's next keys ends its checkpoint; {@link KeyChange} tells what follows then.
 *
 * <p>A file that a signed checkpoint covers is never written again. Any failure closes this object's view; {@link #open}
 * takes it up from the disk, as after a crash. Used by one thread; the home's lock keeps other processes out.
 */
final class Ledger {
    static final String CHECKPOINT = "checkpoint";
    /** Most events of one checkpoint: what fits into half a second with room to spare. */
    static final int BATCH = 25_600;

    private final LedgerStore store;
    private final CheckpointSigner signer;
    private final KeyChange keyChange;
    private final OpenBundle bundle;
    private final MakingAgain makingAgain;
    private GrowingTree tree = new GrowingTree();
    private boolean keysChange;
    private boolean open;

    Ledger(LedgerStore store, CheckpointSigner signer) {
        this.store = store;
        this.signer = signer;
        this.keyChange = new KeyChange(store, signer.keyring());
        this.bundle = new OpenBundle(store);
        this.makingAgain = new MakingAgain(store);
    }

    /**
     * Takes the ledger up from its files, or begins it.
     *
     * @throws LedgerBroken if files and signatures do not fit together
     */
    void open() throws IOException {
        signer.remember();
        SignedNote signed = signer.last();
        SignedNote published = published();
        try {
            if (published == null) {
                makingAgain.refuseToWriteOver();
                begin(signed);
            } else {
                resume(published);
                makingAgain.end();
                changeKeys();
            }
        } catch (NotVerified | NoSuchFileException e) {
            throw new LedgerBroken(
                    "the ledger's files are not what was signed: " + e.getMessage()
                            + ". Keep them for whoever looks into it; without them the ledger is made again from the log",
                    e);
        }
        open = true;
    }

    private void begin(@Nullable SignedNote signed) throws IOException {
        tree = new GrowingTree();
        bundle.begin();
        keysChange = false;
        if (signed == null) {
            publish(signer.sign(TreeHead.EMPTY, List.of()));
        } else if (signer.head().size() == 0) {
            publish(signed);
        } else {
            // Somebody took the files away: they are made again, and must have the root that was signed.
            makingAgain.begin(signed);
        }
    }

    private void resume(SignedNote published) throws IOException {
        TreeHead seen = signer.verified(published).head();
        if (signer.last() == null || seen.size() > signer.head().size()) {
            StoredTree files = new StoredTree(store::tile, seen.size());
            signer.adopt(published, files.consistency(signer.head().size()));
        }
        TreeHead head = signer.head();
        tree = GrowingTree.from(head, store::tile);
        bundle.resume(head.size());
        keysChange = keyChange.isDue(head.size() - 1, bundle.last(), false);
        if (seen.size() == head.size() && !seen.equals(head)) {
            throw new NotVerified("two checkpoints were signed at size " + head.size());
        }
        SignedNote last = Objects.requireNonNull(signer.last());
        if (!last.print().equals(published.print())) {
            publish(last);
        }
    }

    /** Ends a change of keys that is due or was cut short. */
    private void changeKeys() throws IOException {
        if (keysChange) {
            keyChange.complete(tree.size() - 1, Objects.requireNonNull(signer.last()));
            keysChange = false;
        }
        if (signer.isStale()) {
            publish(signer.sign(signer.head(), List.of()));
        }
    }

    boolean isOpen() {
        return open;
    }

    long size() {
        return tree.size();
    }

    /**
     * Brings new events of the log into the tree and publishes a checkpoint over them. The last known event is read
     * with them: a log that was cut off or rewritten behind our back is noticed before anything is signed on top.
     *
     * @return how many
     * @throws LedgerBroken if the log does not go on from what the tree holds
     */
    int integrate(EntrySource source) throws IOException {
        if (!open) {
            throw new IllegalStateException("open it first");
        }
        open = false;
        long before = tree.size();
        boolean[] knownSeen = {before == 0};
        source.read(Math.max(before - 1, 0), BATCH + 1, row -> {
            if (row.index() == before - 1) {
                known(row);
                knownSeen[0] = true;
            } else if (!keysChange) {
                append(row);
            }
        });
        if (!knownSeen[0]) {
            throw new LedgerBroken("the log has lost event " + (before - 1) + ", which is in the ledger");
        }
        long after = tree.size();
        if (after > before) {
            flush(before);
            if (keysChange) {
                changeKeys();
            }
        } else if (after < signer.head().size()) {
            throw new LedgerBroken("the log ends before event " + after + ", but a checkpoint of "
                    + signer.head().size() + " events was signed");
        }
        open = true;
        return (int) (after - before);
    }

    private void known(LogRow row) {
        if (!Arrays.equals(LedgerEntry.of(row).bytes(), bundle.last())) {
            throw new LedgerBroken("event " + row.index() + " of the log is not the one in the ledger");
        }
    }

    private void append(LogRow row) throws IOException {
        long index = tree.size();
        if (row.index() != index) {
            throw new LedgerBroken("the log gave event " + row.index() + " where event " + index + " was due");
        }
        LedgerEntry entry = LedgerEntry.of(row);
        byte[] body = entry.body();
        if (body != null) {
            store.write(LedgerEntry.bodyPath(body), body);
        }
        if (row.name().equals(KeyHandover.EVENT)) {
            keysChange =
                    keyChange.isDue(index, entry.bytes(), index >= signer.head().size());
        }
        bundle.append(index, entry.bytes());
        tree.append(entry.leaf(), (name, tile) -> store.write(name.path(), tile));
    }

    private void flush(long before) throws IOException {
        long after = tree.size();
        bundle.partial(after);
        tree.partial((name, tile) -> {
            if (!name.isIn(before)) {
                store.write(name.path(), tile);
            }
        });
        store.sync();
        if (after < signer.head().size()) {
            return;
        }
        StoredTree files = new StoredTree(store::tile, after);
        if (!files.head().equals(tree.head())) {
            throw new LedgerBroken("the files do not hold what was written to them");
        }
        publish(signer.sign(tree.head(), files.consistency(signer.head().size())));
        clear(before);
    }

    private void publish(SignedNote checkpoint) throws IOException {
        store.replace(CHECKPOINT, checkpoint.print().getBytes(StandardCharsets.UTF_8));
        makingAgain.published();
    }

    private void clear(long before) throws IOException {
        for (TileName full : TileName.completed(before, tree.size())) {
            store.deleteFolder(full.path() + ".p");
        }
    }

    private @Nullable SignedNote published() throws IOException {
        try {
            return SignedNote.parse(store.read(CHECKPOINT));
        } catch (NoSuchFileException none) {
            return null;
        } catch (NotVerified e) {
            throw new LedgerBroken(
                    "the published checkpoint is damaged: " + e.getMessage()
                            + ". Keep a copy of all of ledger/, then put the checkpoint back from the newest copy of it,"
                            + " of which secrets/" + CheckpointSigner.MEMORY + " is one, and run verify",
                    e);
        }
    }
}
