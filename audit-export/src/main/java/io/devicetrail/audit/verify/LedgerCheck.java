package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.KeyHandover;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.UnreadableFile;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.Proofs;
import io.devicetrail.audit.ledger.tree.StoredTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import io.devicetrail.audit.verify.KeyHistory.Reign;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.cert.X509Certificate;
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
    private final Attestations attestations;

    /** Is told how far the check has come, and what it finds on the way. */
    @FunctionalInterface
    public interface Progress {
        void checked(long events, long of);

        /** Each of them, however many: the verdict keeps the first only. */
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
        this.attestations = new Attestations(files);
        this.keys = List.copyOf(keys);
        this.earlier = List.copyOf(earlier);
        this.log = log;
    }

    /** Asks for a checkpoint that each of these witnesses has cosigned, and that the ledger goes on from it. */
    public LedgerCheck witnessedBy(List<VerifierKey> keysOfWitnesses) {
        attestations.witnesses(keysOfWitnesses);
        return this;
    }

    /** Asks for checkpoints that these authorities, or others certified by them, have stamped. */
    public LedgerCheck stampedBy(List<X509Certificate> certificates) {
        attestations.authorities(certificates);
        return this;
    }

    /** @throws IOException if something cannot be read, which says nothing about whether it is right */
    public Verdict run(Progress progress) throws IOException {
        Findings findings = new Findings(progress::found);
        otherFaces(findings);
        // The ledger may grow meanwhile: then it goes on from what was attested before, and never ends before it.
        attestations.take(findings);
        SignedNote note = note(files, "checkpoint", "checkpoint", Finding.NOT_OF_AN_EVENT, findings);
        Checkpoint checkpoint = note == null ? null : checkpoint(note, findings);
        if (note == null || checkpoint == null) {
            return findings.verdict("", 0, false, 0);
        }
        TreeHead head = checkpoint.head();
        KeyHistory history = new KeyHistory(checkpoint.origin(), keys);
        BundleCheck bundles = new BundleCheck(files, head, log, findings, history);
        for (long bundle = 0; bundle * TileName.FULL < head.size(); bundle++) {
            bundles.check(bundle);
            progress.checked(Math.min((bundle + 1) * TileName.FULL, head.size()), head.size());
        }
        bundles.finish();
        long beyond = log == null ? 0 : new LogEnds(log, findings).check(head.size());
        List<Reign> reigns = history.reigns();
        boolean between = history.isBetween(reigns, note, head.size());
        if (!between) {
            signedBy(reigns.getLast(), note, "the checkpoint", findings);
        }
        if (keys.stream().noneMatch(key -> key.name().equals(checkpoint.origin()))) {
            findings.add("the checkpoint is of the log " + checkpoint.origin() + ", which none of the keys is for");
        }
        for (VerifierKey key : history.unheardOf(reigns)) {
            findings.add("the ledger never passed to the trusted key " + key.shortName());
        }
        for (Reign reign : reigns.subList(0, reigns.size() - (between ? 2 : 1))) {
            handover(reign, checkpoint, findings);
        }
        for (SignedNote kept : earlier) {
            earlier(kept, checkpoint, reigns, findings);
        }
        attestations.check(attested -> earlier(attested, checkpoint, reigns, findings), findings);
        return findings.verdict(checkpoint.origin(), head.size(), log != null, beyond);
    }

    /** First, as rows that were chosen for this check make everything after it say nothing. */
    private void otherFaces(Findings findings) throws IOException {
        if (log != null) {
            log.otherFaces().forEach(what -> findings.add("the log may show others something else: " + what));
        }
    }

    static @Nullable SignedNote note(LedgerReader files, String path, String what, long index, Findings findings)
            throws IOException {
        try {
            return SignedNote.parse(files.read(path));
        } catch (NoSuchFileException e) {
            findings.add(index, "there is no " + what);
        } catch (UnreadableFile e) {
            findings.add(index, String.valueOf(e.getMessage()));
        } catch (NotVerified e) {
            findings.add(index, "the " + what + " cannot be read: " + e.getMessage());
        }
        return null;
    }

    private static @Nullable Checkpoint checkpoint(SignedNote note, Findings findings) {
        try {
            return Checkpoint.parse(note.text());
        } catch (NotVerified e) {
            findings.add("the checkpoint cannot be read: " + e.getMessage());
            return null;
        }
    }

    private static boolean signedBy(Reign reign, SignedNote note, String what, Findings findings) {
        try {
            if (note.verifiedBy(reign.keys()).containsAll(reign.keys())) {
                return true;
            }
            findings.add(what + " lacks a signature of one of the keys");
        } catch (NotVerified e) {
            findings.add(what + " is not signed by the ledger: " + e.getMessage());
        }
        return false;
    }

    /** Former keys are no reason to believe in new ones unless they signed the very checkpoint that names these. */
    private void handover(Reign former, Checkpoint now, Findings findings) throws IOException {
        long index = former.until() - 1;
        String what = "checkpoint by which the keys were changed, " + KeyHandover.path(index);
        SignedNote note = note(files, KeyHandover.path(index), what, index, findings);
        if (note == null || !signedBy(former, note, "the " + what, findings)) {
            return;
        }
        if (endsAt(note, former.until())) {
            goesOn(note, now, "the " + what, former.until(), findings);
        } else {
            findings.add(index, "the " + what + " does not end with the event that names the new keys");
        }
    }

    private static boolean endsAt(SignedNote note, long size) {
        try {
            return Checkpoint.parse(note.text()).head().size() == size;
        } catch (NotVerified noCheckpoint) {
            return false;
        }
    }

    private void earlier(SignedNote note, Checkpoint now, List<Reign> reigns, Findings findings) throws IOException {
        String what = "an earlier checkpoint";
        Reign reign = KeyHistory.signerOf(note, reigns).orElse(null);
        if (reign == null) {
            signedBy(reigns.getLast(), note, what, findings);
        } else {
            goesOn(note, now, what, reign.until(), findings);
        }
    }

    /** @param until size after which its keys may sign no more */
    private void goesOn(SignedNote note, Checkpoint now, String what, long until, Findings findings)
            throws IOException {
        String of = what;
        try {
            Checkpoint before = Checkpoint.parse(note.text());
            of += " of " + before.head().size() + " events";
            if (!before.origin().equals(now.origin())) {
                findings.add(of + " is of another log, " + before.origin());
            } else if (before.head().size() > until) {
                findings.add(until, of + " is signed by keys that had been replaced before");
            } else if (before.head().size() > now.head().size()) {
                findings.add(
                        now.head().size(),
                        of + " was signed, but the ledger ends here: it was cut off, or came from an old backup");
            } else {
                List<TreeHash> proof = new StoredTree(files::tile, now.head().size())
                        .consistency(before.head().size());
                Proofs.consistency(before.head(), now.head(), proof);
            }
        } catch (NotVerified | NoSuchFileException | UnreadableFile e) {
            findings.add(of + " is contradicted: " + e.getMessage());
        }
    }
}
