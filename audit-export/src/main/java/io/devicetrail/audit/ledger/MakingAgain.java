package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.SignedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Making lost files again from the log, up to what was signed. No checkpoint is published meanwhile, so that nothing but
 * a mark tells these files from signed ones whose checkpoint somebody took away. Those are evidence: written over from a
 * log that was changed, they would no longer name what was changed.
 *
 * <p>The mark is there, durable, before the first of the files is written, and goes after their checkpoint is published.
 * <i>Crash in between:</i> the next start makes all of them again. <i>Crash after the publication:</i> the next start
 * removes the mark.
 */
final class MakingAgain {
    static final String MARK = "making";
    /** All that is below them is covered by a checkpoint sooner or later. */
    private static final List<String> SIGNED_FILES = List.of("tile", "body");

    private final LedgerStore store;
    private boolean underWay;

    MakingAgain(LedgerStore store) {
        this.store = store;
    }

    /** @throws LedgerBroken if there are files that a checkpoint covered which is gone */
    void refuseToWriteOver() throws IOException {
        if (store.hasFilesIn(MARK)) {
            return;
        }
        for (String folder : SIGNED_FILES) {
            if (store.hasFilesIn(folder)) {
                throw new LedgerBroken("the ledger's checkpoint is gone, but there are files in ledger/" + folder
                        + ", which are not written over. Keep a copy of all of ledger/, then either put the checkpoint"
                        + " back from the newest copy of it, of which secrets/" + CheckpointSigner.MEMORY
                        + " is one, or move ledger/ away: then it is made again from the log. Run verify after either");
            }
        }
    }

    /** @param upTo what was signed last */
    void begin(SignedNote upTo) throws IOException {
        store.replace(MARK, upTo.print().getBytes(StandardCharsets.UTF_8));
        underWay = true;
    }

    /** A checkpoint over the files is published. */
    void published() throws IOException {
        if (underWay) {
            end();
        }
    }

    void end() throws IOException {
        store.delete(MARK);
        underWay = false;
    }
}
