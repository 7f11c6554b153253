package io.devicetrail.audit.copy;

import io.devicetrail.audit.copy.CopyManifest.CopiedFile;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.RangeRoot;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import io.devicetrail.audit.ledger.tree.TreeRange;
import io.devicetrail.audit.trail.AuditEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of the ledger, found while the events of the copy pass. Given up, with the reason, where log and
 * ledger do not fit together: the copy is then one without proof, and says so.
 */
final class CopyProof {
    private static final String NO_LEDGER = "there is no ledger";
    private static final String NOT_COVERED = "no checkpoint of the ledger covers the copy; its health says why";

    private final @Nullable CopyLedger ledger;
    private final FixedCopy copy;
    private final @Nullable SignedNote checkpoint;
    private final Map<ProofFile, Fingerprint> files = new EnumMap<>(ProofFile.class);
    private final @Nullable ProofPass pass;
    private CopyManifest.@Nullable Proof proof;
    private @Nullable String missing;

    /**
     * @param missing why there is none, if that was found out before
     * @param sinks where its files go
     */
    CopyProof(@Nullable CopyLedger ledger, FixedCopy copy, @Nullable String missing, CopyPass.Sinks sinks)
            throws IOException {
        this.ledger = ledger;
        this.copy = copy;
        this.checkpoint = copy.note();
        this.missing = missing;
        if (ledger == null || checkpoint == null) {
            pass = null;
            this.missing = ledger == null ? NO_LEDGER : NOT_COVERED;
        } else {
            for (ProofFile file : List.of(ProofFile.ENTRIES, ProofFile.PAYLOADS, ProofFile.LEAVES)) {
                files.put(file, sinks.of(file));
            }
            pass = new ProofPass(
                    ledger.events(CopyLedger.size(checkpoint)), file(ProofFile.ENTRIES), file(ProofFile.PAYLOADS));
        }
    }

    void take(long index, List<AuditEntry> lines) {
        if (pass == null || missing != null) {
            return;
        }
        try {
            pass.take(index, lines);
        } catch (NotVerified differs) {
            missing = differs.getMessage();
        } catch (IOException unread) {
            missing = "event " + index + ": the ledger has something of it that cannot be read";
        }
    }

    /** @param end index behind the last event that the copy speaks of */
    void finish(long first, long end) {
        if (ledger == null || checkpoint == null || missing != null) {
            return;
        }
        try {
            TreeHead head = Checkpoint.parse(checkpoint.text()).head();
            TreeRange around = ledger.around(first, end - first, head.size());
            RangeRoot root = new RangeRoot(around);
            ledger.leaves(first, end, head.size(), new Leaves(file(ProofFile.LEAVES), root));
            if (!root.root(head.size()).equals(head.root())) {
                throw new NotVerified("the ledger's files do not give the root that was signed");
            }
            proof = new CopyManifest.Proof(checkpoint.print(), around, copy.cosigned(), copy.stamped());
        } catch (NotVerified differs) {
            missing = differs.getMessage();
        } catch (IOException unread) {
            missing = "the ledger has a file that cannot be read";
        }
    }

    /** Null where there is no proof. */
    CopyManifest.@Nullable Proof proof() {
        return proof;
    }

    /** Why there is no proof; null where there is one. */
    @Nullable String missing() {
        return missing;
    }

    List<CopiedFile> files() {
        return missing != null
                ? List.of()
                : List.of(copied(ProofFile.ENTRIES), copied(ProofFile.PAYLOADS), copied(ProofFile.LEAVES));
    }

    private CopiedFile copied(ProofFile file) {
        Fingerprint fingerprint = file(file);
        return new CopiedFile(file, fingerprint.count(), fingerprint.sha256());
    }

    private Fingerprint file(ProofFile file) {
        return Objects.requireNonNull(files.get(file));
    }

    /** Hashes as they pass, whole ones at each write. */
    private static final class Leaves extends OutputStream {
        private final OutputStream out;
        private final RangeRoot root;

        private Leaves(OutputStream out, RangeRoot root) {
            this.out = out;
            this.root = root;
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("hashes are written whole");
        }

        @Override
        public void write(byte[] hashes, int offset, int length) throws IOException {
            out.write(hashes, offset, length);
            for (int at = offset; at < offset + length; at += TreeHash.BYTES) {
                root.leaf(TreeHash.of(Arrays.copyOfRange(hashes, at, at + TreeHash.BYTES)));
            }
        }
    }
}
