package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.TlogProof;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.EntryBundle;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.Proofs;
import io.devicetrail.audit.ledger.tree.StoredTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** What of the ledger the world may see: the published checkpoint and what it covers, nothing that is being written. */
public final class PublishedLedger {
    /** Name of the file with the checkpoint that was cosigned last. */
    public static final String COSIGNED = "cosigned";

    private static final String WITNESS = "witness/";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final LedgerReader store;

    public PublishedLedger(LedgerReader store) {
        this.store = store;
    }

    /** @throws NoSuchFileException if none has been published yet */
    public SignedNote checkpoint() throws IOException {
        return SignedNote.parse(store.read(Ledger.CHECKPOINT));
    }

    /** The newest checkpoint that witnesses have cosigned; it may be behind the newest. */
    public SignedNote cosigned() throws IOException {
        return SignedNote.parse(store.read(COSIGNED));
    }

    /** Where the newest checkpoint is kept that this witness has cosigned, with its line: by the id of its key, in hex. */
    public static String cosignedPath(VerifierKey witness) {
        return WITNESS + HexFormat.of().toHexDigits(witness.id());
    }

    /** @param id of a witness's key, in hex */
    public SignedNote cosignedBy(String id) throws IOException {
        return SignedNote.parse(store.read(WITNESS + id));
    }

    /** The newest checkpoint, with the lines of those witnesses that have cosigned this very one by now. */
    public SignedNote witnessedCheckpoint() throws IOException {
        SignedNote newest = checkpoint();
        try {
            SignedNote cosigned = cosigned();
            List<SignedNote.Signature> cosignatures = cosigned.signatures().stream()
                    .filter(line -> newest.signatures().stream()
                            .noneMatch(own ->
                                    own.keyId() == line.keyId() && own.keyName().equals(line.keyName())))
                    .toList();
            return cosigned.text().equals(newest.text()) ? newest.with(cosignatures) : newest;
        } catch (NoSuchFileException | NotVerified noneOrDamaged) {
            return newest;
        }
    }

    /** The tree as the checkpoint says; whether its signatures are right is for the reader to find out. */
    public TreeHead head() throws IOException {
        return Checkpoint.parse(checkpoint().text()).head();
    }

    /** @throws NoSuchFileException if the published tree has no such tile */
    public byte[] tile(TileName name) throws IOException {
        if (!name.isIn(head().size())) {
            throw new NoSuchFileException(name.path());
        }
        return store.tile(name);
    }

    /** The canonical JSON of an event that was too long for an entry. */
    public byte[] body(String sha256) throws IOException {
        if (!SHA256.matcher(sha256).matches()) {
            throw new NoSuchFileException(sha256);
        }
        return store.read("body/" + sha256);
    }

    /** The last checkpoint of keys that were replaced, by the index of the event that replaced them. */
    public byte[] rotation(long index) throws IOException {
        if (index < 0 || index >= head().size()) {
            throw new NoSuchFileException(KeyHandover.path(index));
        }
        return store.read(KeyHandover.path(index));
    }

    /** Sizes of the checkpoints that an authority has stamped, one a line. */
    public byte[] stamped() throws IOException {
        return store.read(StampedCheckpoints.LIST);
    }

    public byte[] stampedCheckpoint(long size) throws IOException {
        return store.read(StampedCheckpoints.checkpointPath(size));
    }

    /** What the authority answered about it. */
    public byte[] timestamp(long size) throws IOException {
        return store.read(StampedCheckpoints.answerPath(size));
    }

    public byte[] entry(long index) throws IOException {
        long size = head().size();
        if (index < 0 || index >= size) {
            throw new NoSuchFileException("entry " + index);
        }
        TileName name = TileName.in(size, TileName.ENTRIES, index / TileName.FULL);
        return EntryBundle.entries(store.tile(name), name.width()).get((int) (index % TileName.FULL));
    }

    /** A receipt for an entry, from the published checkpoint; verified before it is given. */
    public TlogProof proof(long index) throws IOException {
        SignedNote checkpoint = witnessedCheckpoint();
        TreeHead head = Checkpoint.parse(checkpoint.text()).head();
        if (index < 0 || index >= head.size()) {
            throw new NoSuchFileException("entry " + index);
        }
        StoredTree files = new StoredTree(store::tile, head.size());
        List<TreeHash> path = files.inclusion(index);
        Proofs.inclusion(head, index, files.leaf(index), path);
        return new TlogProof(null, index, path, checkpoint);
    }

    /**
     * That the published checkpoint goes on from the one of {@code old} events, in the form in which a witness is asked
     * (C2SP tlog-witness, add-checkpoint): {@code old N}, a hash a line, an empty line, the checkpoint.
     *
     * @throws NoSuchFileException if the published tree has fewer events
     */
    public String consistency(long old) throws IOException {
        SignedNote checkpoint = witnessedCheckpoint();
        long size = Checkpoint.parse(checkpoint.text()).head().size();
        if (old < 0 || old > size) {
            throw new NoSuchFileException("a checkpoint of " + old + " events");
        }
        return consistency(old, size, store, checkpoint);
    }

    /** For a checkpoint of {@code size} events. */
    public static String consistency(long old, long size, LedgerReader files, SignedNote checkpoint)
            throws IOException {
        StringBuilder proof = new StringBuilder("old ").append(old).append('\n');
        new StoredTree(files::tile, size)
                .consistency(old)
                .forEach(hash -> proof.append(hash.base64()).append('\n'));
        return proof.append('\n').append(checkpoint.print()).toString();
    }
}
