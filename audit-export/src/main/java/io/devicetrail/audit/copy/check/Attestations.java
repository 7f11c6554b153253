package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.copy.ProofFile;
import io.devicetrail.audit.copy.check.manifest.StatedManifest;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.SignedNote.Signature;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import io.devicetrail.audit.ledger.tree.TreeRange;
import io.devicetrail.audit.timestamp.Timestamp;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What witnesses and an authority have put their word under: that it is a head of the same tree as the copy's own, and,
 * of those whom somebody trusts, that the word is theirs. Of others it is told that nothing was checked.
 */
final class Attestations {
    private final Path folder;
    private final StatedManifest.Ledger ledger;
    /** The copy's own checkpoint, which the ledger's keys have signed; witnesses may have cosigned this very one. */
    private final SignedNote own;

    private final List<String> checked = new ArrayList<>();
    private final List<String> differing = new ArrayList<>();
    private final List<CopyVerdict.OnTrust> onTrust = new ArrayList<>();

    /** A checkpoint with the name of its file. */
    private record Noted(String file, SignedNote note) {
        /** Of a witness, by its key's name and id; whether it is right is not looked at. */
        Optional<Signature> line(VerifierKey witness) {
            return note.signatures().stream()
                    .filter(line ->
                            line.keyId() == witness.id() && line.keyName().equals(witness.name()))
                    .findFirst();
        }
    }

    Attestations(Path folder, StatedManifest.Ledger ledger, SignedNote own) {
        this.folder = folder;
        this.ledger = ledger;
        this.own = own;
    }

    void check(Trusted trusted) throws IOException {
        witnesses(trusted.witnesses());
        stamp(trusted);
    }

    List<String> checked() {
        return checked;
    }

    List<String> differing() {
        return differing;
    }

    List<CopyVerdict.OnTrust> onTrust() {
        return onTrust;
    }

    private void witnesses(List<VerifierKey> witnesses) throws IOException {
        List<Noted> notes = new ArrayList<>();
        StatedManifest.Attested cosigned = ledger.cosigned();
        if (cosigned != null) {
            Optional<SignedNote> note = ofThisTree(CopyCheck.COSIGNED, cosigned);
            if (note.isEmpty()) {
                return;
            }
            notes.add(new Noted(CopyCheck.COSIGNED, note.get()));
        }
        notes.add(new Noted(CopyCheck.CHECKPOINT, own));
        for (VerifierKey witness : witnesses) {
            witness(witness, notes);
        }
        unchecked(witnesses, notes);
    }

    private void witness(VerifierKey witness, List<Noted> notes) {
        boolean found = false;
        for (Noted noted : notes) {
            Optional<Signature> line = noted.line(witness);
            if (line.isPresent() && !found) {
                found = true;
                cosigned(witness, line.get(), noted);
            }
        }
        if (!found) {
            differing.add("the copy has no cosignature of " + witness.shortName());
        }
    }

    private void cosigned(VerifierKey witness, Signature line, Noted noted) {
        if (witness.verifies(noted.note().text(), line.value()) && witness.signedAt(line.value()) > 0) {
            checked.add(noted.file() + ": cosigned by " + witness.shortName() + " at "
                    + Instant.ofEpochSecond(witness.signedAt(line.value())) + "; " + covers(noted));
        } else {
            differing.add(noted.file() + ": the cosignature of " + witness.shortName() + " is wrong");
        }
    }

    /** Lines of others than the ledger, whose name its own keys have, of which nobody gave the key. */
    private void unchecked(List<VerifierKey> witnesses, List<Noted> notes) {
        String origin = Checkpoint.parse(own.text()).origin();
        Set<String> seen = new TreeSet<>();
        for (Noted noted : notes) {
            Set<String> names = new TreeSet<>();
            for (Signature line : noted.note().signatures()) {
                boolean given = witnesses.stream()
                        .anyMatch(witness ->
                                noted.line(witness).filter(line::equals).isPresent());
                if (!given && !line.keyName().equals(origin) && seen.add(line.keyName())) {
                    names.add(line.keyName());
                }
            }
            if (!names.isEmpty()) {
                onTrust.add(new CopyVerdict.OnTrust(
                        noted.file(),
                        "has signatures under the names of " + String.join(", ", names)
                                + ", which were not checked: give --witness with their keys, from elsewhere than this"
                                + " copy"));
            }
        }
    }

    private void stamp(Trusted trusted) throws IOException {
        StatedManifest.Attested stamped = ledger.stamped();
        if (stamped == null || stamped.answer() == null) {
            if (!trusted.authorities().isEmpty()) {
                differing.add("the copy has no time-stamp");
            }
            return;
        }
        Optional<SignedNote> note = ofThisTree(CopyCheck.STAMPED, stamped);
        if (note.isEmpty()) {
            return;
        }
        if (trusted.authorities().isEmpty()) {
            onTrust.add(new CopyVerdict.OnTrust(
                    CopyCheck.TIMESTAMP,
                    "was not checked: give --authority with the certificate of the time-stamp authority, from elsewhere"
                            + " than this copy"));
            return;
        }
        try {
            Instant at = Timestamp.verify(
                    stamped.answer(), stamped.checkpoint().getBytes(StandardCharsets.UTF_8), trusted.authorities());
            checked.add(CopyCheck.STAMPED + ": there at " + at + " at the latest, by " + CopyCheck.TIMESTAMP + "; "
                    + covers(new Noted(CopyCheck.STAMPED, note.get())));
        } catch (NotVerified differs) {
            differing.add(CopyCheck.TIMESTAMP + ": " + differs.getMessage());
        }
    }

    /** Empty, and told, if it is none. */
    private Optional<SignedNote> ofThisTree(String file, StatedManifest.Attested attested) throws IOException {
        try {
            SignedNote note = SignedNote.parse(attested.checkpoint());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (!checkpoint.origin().equals(Checkpoint.parse(own.text()).origin())) {
                throw new NotVerified("it is a checkpoint of another ledger, " + checkpoint.origin());
            }
            requireRoot(checkpoint.head(), attested.right());
            return Optional.of(note);
        } catch (NotVerified differs) {
            differing.add(file + ": " + differs.getMessage());
            return Optional.empty();
        }
    }

    private void requireRoot(TreeHead head, List<TreeHash> right) throws IOException {
        TreeRange range = ledger.range();
        long end = Math.min(range.end(), head.size());
        // An empty beginning is consistent with any history: whose word is under it has said nothing of this copy.
        if (end < range.first() || (end == range.first() && range.count() > 0)) {
            throw new NotVerified("it ends before the copy begins");
        }
        TreeRange within = new TreeRange(range.first(), end - range.first(), range.left(), right);
        try (LeafRun leaves = new LeafRun(folder.resolve(ProofFile.LEAVES.fileName()), within)) {
            if (!leaves.rootOfBeginning(head.size()).equals(head.root())) {
                throw new NotVerified("it is of another history: the copy's leaves do not give its root");
            }
        }
    }

    /** What is behind it somebody may have thought of since: that it is not under it is part of the verdict. */
    private String covers(Noted noted) {
        long size = Checkpoint.parse(noted.note().text()).head().size();
        long after = ledger.range().end() - size;
        if (after <= 0) {
            return "all events of the range are under it";
        }
        String lacking =
                "the last " + after + " of the " + ledger.range().count() + " events of the range are not under it";
        CopyVerdict.OnTrust behind = new CopyVerdict.OnTrust(
                noted.file(), lacking + ": from event " + size + " on there is the word of the ledger's keys alone");
        if (!onTrust.contains(behind)) {
            onTrust.add(behind);
        }
        return lacking;
    }
}
