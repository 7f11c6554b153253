package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.ledger.StampedCheckpoints;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.StoredTree;
import io.devicetrail.audit.ledger.tree.TreeHash;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints that others have put their word under. They are mostly behind the newest, which is the copy's own, and need
 * no proof that it goes on from them where they end within the copy's leaves: those give their roots as well. What
 * cannot be read is left out, as it must not keep anybody from a copy; the ledger's health tells of it.
 */
final class AttestedHeads {
    private final LedgerReader files;
    private final PublishedLedger published;

    AttestedHeads(LedgerReader files) {
        this.files = files;
        this.published = new PublishedLedger(files);
    }

    CopyManifest.@Nullable Attested cosigned(long first, long end) {
        try {
            SignedNote note = published.cosigned();
            return attested(note, null, first, end);
        } catch (IOException | NotVerified noneOrDamaged) {
            return null;
        }
    }

    /** The first stamp that covers all of the range bounds its time best; until there is one, the last that there is. */
    CopyManifest.@Nullable Attested stamped(long first, long end) {
        try {
            List<Long> sizes = StampedCheckpoints.sizes(files);
            OptionalLong all = sizes.stream()
                    .mapToLong(Long::longValue)
                    .filter(size -> size >= end)
                    .min();
            OptionalLong last = sizes.stream().mapToLong(Long::longValue).max();
            if (last.isEmpty()) {
                return null;
            }
            long size = all.orElse(last.getAsLong());
            SignedNote note = SignedNote.parse(files.read(StampedCheckpoints.checkpointPath(size)));
            String answer = Base64.getEncoder().encodeToString(files.read(StampedCheckpoints.answerPath(size)));
            return attested(note, answer, first, end);
        } catch (IOException | NotVerified noneOrDamaged) {
            return null;
        }
    }

    private CopyManifest.@Nullable Attested attested(SignedNote note, @Nullable String answer, long first, long end)
            throws IOException {
        long size = CopyLedger.size(note);
        if (size <= first && size < end) {
            return null;
        }
        List<TreeHash> right = size <= end
                ? List.of()
                : new StoredTree(files::tile, size).around(first, end - first).right();
        // A note is printed as it was read, to the byte: it is bytes that were stamped.
        return new CopyManifest.Attested(note.print(), right, answer);
    }
}
