package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.StoredTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeRange;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.seal.Sealed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The ledger as copies need it: what proves them, and what signs their manifests. */
public final class CopyLedger {
    /** A checkpoint follows an event within a second; a ledger that has stopped must not keep anybody from a copy. */
    private static final int TRIES = 15;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final LedgerReader files;
    private final PublishedLedger published;
    private final LedgerKeyring keyring;
    private final EntrySource log;
    private final CopySeal seal;
    private final AttestedHeads attested;

    /** @param log for payloads as they are stored */
    public CopyLedger(LedgerReader files, LedgerKeyring keyring, EntrySource log, CopySeal seal) {
        this.files = files;
        this.published = new PublishedLedger(files);
        this.keyring = keyring;
        this.log = log;
        this.seal = seal;
        this.attested = new AttestedHeads(files);
    }

    /** Those in force; ask once for a copy, as they may change while it is made. */
    LedgerKeys keys() {
        return keyring.current();
    }

    CopySeal.Seal seal(byte[] manifest, LedgerKeys keys, Instant at) {
        return seal.seal(Sealed.AUDIT_COPY, manifest, keys, at);
    }

    /**
     * The newest checkpoint, with the lines of witnesses, once it covers the head; waited for a little. Empty where none
     * does, or it is not signed by all of these keys.
     */
    Optional<SignedNote> covering(long head, LedgerKeys keys) throws IOException {
        for (int tries = 1; tries <= TRIES; tries++) {
            try {
                SignedNote checkpoint = published.witnessedCheckpoint();
                List<VerifierKey> all = keys.verifiers();
                if (size(checkpoint) > head && checkpoint.verifiedBy(all).containsAll(all)) {
                    return Optional.of(checkpoint);
                }
            } catch (NoSuchFileException | NotVerified notYet) {
                // Asked again: it may be the first, or between two generations of keys.
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return Optional.empty();
    }

    static long size(SignedNote checkpoint) {
        return Checkpoint.parse(checkpoint.text()).head().size();
    }

    /** How many events the published checkpoint covers. */
    long size() throws IOException {
        return published.head().size();
    }

    TreeRange around(long first, long count, long size) throws IOException {
        return new StoredTree(files::tile, size).around(first, count);
    }

    /** What witnesses have cosigned last of a range, {@code end} being the index behind it; null where nothing of it. */
    CopyManifest.@Nullable Attested cosigned(long first, long end) {
        return attested.cosigned(first, end);
    }

    /** What an authority has stamped of it. */
    CopyManifest.@Nullable Attested stamped(long first, long end) {
        return attested.stamped(first, end);
    }

    ProvenEvents events(long size) {
        return new ProvenEvents(files, log, size);
    }

    /** Writes the leaf hashes of a run, tile by tile. */
    void leaves(long first, long end, long size, OutputStream out) throws IOException {
        for (long at = first; at < end; ) {
            long tile = at / TileName.FULL;
            byte[] hashes = files.tile(TileName.in(size, 0, tile));
            int from = (int) (at % TileName.FULL);
            int until = (int) Math.min(end - tile * TileName.FULL, TileName.FULL);
            if (hashes.length < until * TreeHash.BYTES) {
                throw new NotVerified("the tile of event " + at + " has " + hashes.length + " bytes");
            }
            out.write(hashes, from * TreeHash.BYTES, (until - from) * TreeHash.BYTES);
            at = tile * TileName.FULL + until;
        }
    }
}
