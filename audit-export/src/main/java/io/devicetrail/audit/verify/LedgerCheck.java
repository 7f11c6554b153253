package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.Proofs;
import io.devicetrail.audit.ledger.tree.StoredTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a ledger: the checkpoint's signatures, then every entry, hash and body from the files, then that the tree
 * goes on from checkpoints that were seen before, and, where the log is at hand, that it holds those very events.
 */
public final class LedgerCheck {
    private final LedgerReader files;
    private final List<VerifierKey> keys;
    private final List<SignedNote> earlier;
    private final @Nullable EntrySource log;

    /** Is told how far the check has come, and what it finds on the way. */
    @FunctionalInterface
    public interface Progress {
        void checked(long events, long of);

        /** At most as many as the verdict keeps. */
        default void found(Finding finding) {}
    }

    /**
     * @param keys of the ledger, from a place that whoever could change the files could not change
     * @param earlier checkpoints of the same ledger that were kept elsewhere
     * @param log to compare by index; null where it is out of reach
     */
    public LedgerCheck(
            LedgerReader files, List<VerifierKey> keys, List<SignedNote> earlier, @Nullable EntrySource log) {
        this.files = files;
        this.keys = List.copyOf(keys);
        this.earlier = List.copyOf(earlier);
        this.log = log;
    }

    /** @throws IOException if something cannot be read, which says nothing about whether it is right */
    public Verdict run(Progress progress) throws IOException {
        Findings findings = new Findings(progress::found);
        Checkpoint checkpoint = checkpoint(findings);
        if (checkpoint == null) {
            return findings.verdict("", 0, false);
        }
        TreeHead head = checkpoint.head();
        BundleCheck bundles = new BundleCheck(files, head, log, findings);
        for (long bundle = 0; bundle * TileName.FULL < head.size(); bundle++) {
            bundles.check(bundle);
            progress.checked(Math.min((bundle + 1) * TileName.FULL, head.size()), head.size());
        }
        bundles.finish();
        for (SignedNote note : earlier) {
            goesOn(note, checkpoint, findings);
        }
        return findings.verdict(checkpoint.origin(), head.size(), log != null);
    }

    private @Nullable Checkpoint checkpoint(Findings findings) throws IOException {
        try {
            SignedNote note = SignedNote.parse(files.read("checkpoint"));
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            signatures(note, findings, "the checkpoint");
            if (keys.stream().noneMatch(key -> key.name().equals(checkpoint.origin()))) {
                findings.add("the checkpoint is of the log " + checkpoint.origin() + ", which none of the keys is for");
            }
            return checkpoint;
        } catch (NoSuchFileException e) {
            findings.add("there is no checkpoint");
        } catch (NotVerified e) {
            findings.add("the checkpoint cannot be read: " + e.getMessage());
        }
        return null;
    }

    private boolean signatures(SignedNote note, Findings findings, String of) {
        try {
            List<VerifierKey> signed = note.verifiedBy(keys);
            if (signed.containsAll(keys)) {
                return true;
            }
            findings.add(of + " lacks a signature of one of the keys");
        } catch (NotVerified e) {
            findings.add(of + " is not signed by the ledger: " + e.getMessage());
        }
        return false;
    }

    private void goesOn(SignedNote note, Checkpoint now, Findings findings) throws IOException {
        String of = "an earlier checkpoint";
        if (!signatures(note, findings, of)) {
            return;
        }
        try {
            Checkpoint before = Checkpoint.parse(note.text());
            of += " of " + before.head().size() + " events";
            if (!before.origin().equals(now.origin())) {
                findings.add(of + " is of another log, " + before.origin());
            } else if (before.head().size() > now.head().size()) {
                findings.add(
                        now.head().size(),
                        of + " was signed, but the ledger ends here: it was cut off, or came from an old backup");
            } else {
                List<TreeHash> proof = new StoredTree(files::tile, now.head().size())
                        .consistency(before.head().size());
                Proofs.consistency(before.head(), now.head(), proof);
            }
        } catch (NotVerified | NoSuchFileException e) {
            findings.add(of + " is contradicted: " + e.getMessage());
        }
    }
}
