package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.trail.TrailFilter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a copy's bytes follow from, besides the log and the version that makes it.
 *
 * @param head index of the newest event of the log that it knows of
 * @param checkpoint of the ledger, which covers that; null where none does
 * @param cosigned another, which witnesses had cosigned last; null where nothing of the copy is under it
 * @param stamped another, which an authority had stamped; null where nothing of the copy is under it
 * @param keys verifier keys of the ledger; none where there is no ledger
 * @param at what the manifest says of when it was made
 */
record FixedCopy(
        TrailFilter filter,
        long head,
        @Nullable String checkpoint,
        CopyManifest.@Nullable Attested cosigned,
        CopyManifest.@Nullable Attested stamped,
        List<String> keys,
        Instant at) {
    @Nullable SignedNote note() {
        return checkpoint == null ? null : SignedNote.parse(checkpoint);
    }
}
