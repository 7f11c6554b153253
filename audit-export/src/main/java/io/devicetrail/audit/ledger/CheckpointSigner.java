package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.Proofs;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The only hand that signs checkpoints. It signs no checkpoint that is inconsistent with one it has signed (C2SP tlog-checkpoint,
 * "Signatures"), and so that a restart does not make it forget, what it signs is remembered beside the keys before
 * anybody sees it.
 */
final class CheckpointSigner {
    static final String MEMORY = LedgerKeys.SIGNED_FILE;

    private final LedgerKeyring keyring;
    private final LedgerStore memory;
    private final Clock clock;
    private @Nullable SignedNote last;
    private TreeHead head = TreeHead.EMPTY;

    /** @param memory the folder of the keys */
    CheckpointSigner(LedgerKeyring keyring, LedgerStore memory, Clock clock) {
        this.keyring = keyring;
        this.memory = memory;
        this.clock = clock;
    }

    /** Reads what was signed last, by the keys in force or those before; nothing if nothing ever was. */
    void remember() throws IOException {
        try {
            take(SignedNote.parse(memory.read(MEMORY)));
        } catch (NoSuchFileException nothing) {
            last = null;
            head = TreeHead.EMPTY;
        } catch (NotVerified e) {
            throw new LedgerBroken("what the ledger signed last cannot be told, " + MEMORY + ": " + e.getMessage(), e);
        }
    }

    LedgerKeyring keyring() {
        return keyring;
    }

    /** What was signed last; null if nothing ever was. */
    @Nullable SignedNote last() {
        return last;
    }

    /** Whether the keys have changed since: the same tree is to be signed again. */
    boolean isStale() {
        return last != null && !signed(last, keyring.current().verifiers());
    }

    /** Head of the checkpoint signed last. */
    TreeHead head() {
        return head;
    }

    /**
     * @throws NotVerified if it is no checkpoint of this ledger, signed by every one of its keys; those before the keys
     *     in force count for nothing but what was signed last
     */
    Checkpoint verified(SignedNote note) {
        LedgerKeys keys = keyring.current();
        boolean known = last != null && last.text().equals(note.text()) && signed(note, keyring.former());
        if (!known && !signed(note, keys.verifiers())) {
            throw new NotVerified("a checkpoint without the signatures of all of the ledger's keys");
        }
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(keys.origin())) {
            throw new NotVerified("a checkpoint of " + checkpoint.origin() + ", not of " + keys.origin());
        }
        return checkpoint;
    }

    private static boolean signed(SignedNote note, List<VerifierKey> keys) {
        try {
            return !keys.isEmpty() && note.verifiedBy(keys).size() == keys.size();
        } catch (NotVerified byOthersOrWrong) {
            return false;
        }
    }

    /**
     * Takes a published checkpoint over that the memory does not reach: the memory came from a backup.
     *
     * @param consistency with what is remembered
     */
    void adopt(SignedNote published, List<TreeHash> consistency) throws IOException {
        consistent(verified(published).head(), consistency);
        store(published);
    }

    /**
     * @param consistency proves that the head goes on from the last one
     * @throws LedgerBroken if it does not
     */
    SignedNote sign(TreeHead next, List<TreeHash> consistency) throws IOException {
        consistent(next, consistency);
        LedgerKeys keys = keyring.current();
        String text = new Checkpoint(keys.origin(), next).text();
        SignedNote note = new SignedNote(
                text,
                keys.signers().stream()
                        .map(signer -> signer.sign(text, clock.instant()))
                        .toList());
        store(note);
        return note;
    }

    private void consistent(TreeHead next, List<TreeHash> consistency) {
        try {
            Proofs.consistency(head, next, consistency);
        } catch (NotVerified e) {
            throw new LedgerBroken("refused to sign: " + e.getMessage(), e);
        }
    }

    private void store(SignedNote note) throws IOException {
        memory.replace(MEMORY, note.print().getBytes(StandardCharsets.UTF_8));
        take(note);
    }

    private void take(SignedNote note) {
        last = note;
        head = verified(note).head();
    }
}
