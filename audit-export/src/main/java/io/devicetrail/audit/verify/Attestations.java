package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.ledger.StampedCheckpoints;
import io.devicetrail.audit.ledger.UnreadableFile;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.timestamp.Timestamp;
import io.devicetrail.audit.verify.Verdict.Attested;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What witnesses and authorities have put under checkpoints of the ledger, where somebody asks for that. */
final class Attestations {
    private final LedgerReader files;
    private List<VerifierKey> witnesses = List.of();
    private List<X509Certificate> authorities = List.of();
    private @Nullable SignedNote cosigned;
    /** What each witness has cosigned last, where that is known. */
    private final Map<VerifierKey, SignedNote> alone = new LinkedHashMap<>();

    private List<Long> stamped = List.of();

    /** Takes a checkpoint that the ledger must go on from. */
    @FunctionalInterface
    interface GoesOn {
        void accept(SignedNote checkpoint) throws IOException;
    }

    Attestations(LedgerReader files) {
        this.files = files;
    }

    void witnesses(List<VerifierKey> keys) {
        witnesses = List.copyOf(keys);
    }

    void authorities(List<X509Certificate> certificates) {
        authorities = List.copyOf(certificates);
    }

    /** Before the checkpoint is read. */
    void take(Findings findings) throws IOException {
        for (VerifierKey witness : witnesses) {
            try {
                alone.put(witness, SignedNote.parse(files.read(PublishedLedger.cosignedPath(witness))));
            } catch (NoSuchFileException | UnreadableFile | NotVerified nothingByItself) {
                alone.remove(witness);
            }
        }
        if (alone.size() < witnesses.size()) {
            cosigned = LedgerCheck.note(
                    files, PublishedLedger.COSIGNED, "cosigned checkpoint", Finding.NOT_OF_AN_EVENT, findings);
        }
        if (!authorities.isEmpty()) {
            try {
                stamped = StampedCheckpoints.sizes(files).stream().sorted().toList();
                if (stamped.isEmpty()) {
                    findings.add("no checkpoint has a time-stamp");
                }
            } catch (NotVerified | UnreadableFile e) {
                findings.add(String.valueOf(e.getMessage()));
            }
        }
    }

    void check(GoesOn ledger, Findings findings) throws IOException {
        Map<String, SignedNote> seen = new LinkedHashMap<>();
        for (VerifierKey witness : witnesses) {
            SignedNote note = alone.getOrDefault(witness, cosigned);
            if (note != null) {
                cosigned(note, witness, findings);
                seen.putIfAbsent(note.text(), note);
            }
        }
        for (SignedNote note : seen.values()) {
            ledger.accept(note);
        }
        stamps(ledger, findings);
    }

    private static void cosigned(SignedNote note, VerifierKey witness, Findings findings) {
        try {
            note.verifiedBy(List.of(witness));
            Instant at = note.signatures().stream()
                    .filter(line ->
                            line.keyId() == witness.id() && line.keyName().equals(witness.name()))
                    .map(line -> Instant.ofEpochSecond(witness.signedAt(line.value())))
                    .findFirst()
                    .orElse(null);
            findings.attested(new Attested(witness.shortName(), size(note), at));
        } catch (NotVerified e) {
            findings.add("the cosigned checkpoint is not cosigned by " + witness.shortName() + ": " + e.getMessage());
        }
    }

    private static long size(SignedNote note) {
        return Checkpoint.parse(note.text()).head().size();
    }

    /**
     * A bad stamp is forgiven if a later one is good: that covers its events too, and whoever could spoil a stamp could
     * as well take it from the list. Else one bad answer of an authority would be an alarm for ever. That the ledger
     * does not go on from a checkpoint whose stamp is good is never forgiven.
     */
    private void stamps(GoesOn ledger, Findings findings) throws IOException {
        Map<Long, String> bad = new LinkedHashMap<>();
        Attested last = null;
        for (long size : stamped) {
            try {
                byte[] checkpoint = files.read(StampedCheckpoints.checkpointPath(size));
                Instant at = Timestamp.verify(files.read(StampedCheckpoints.answerPath(size)), checkpoint, authorities);
                SignedNote note = SignedNote.parse(checkpoint);
                ledger.accept(note);
                last = new Attested("time-stamp", size(note), at);
                bad.clear();
            } catch (NotVerified | NoSuchFileException | UnreadableFile e) {
                bad.put(size, String.valueOf(e.getMessage()));
            }
        }
        if (last != null) {
            findings.attested(last);
        }
        bad.forEach((size, why) ->
                findings.add("the time-stamp over the checkpoint of " + size + " events is not right: " + why));
    }
}
