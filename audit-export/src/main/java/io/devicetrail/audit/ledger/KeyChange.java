package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.SignedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Passes the ledger from its keys to those that follow. The order of writes, and what a crash after each step means:
 *
 * <ol>
 *   <li>the keys that follow are made, in one file beside the others. <i>Crash:</i> they wait for the next change.
 *   <li>the log takes the event that names them. <i>Crash:</i> the tailer finds it at the next start.
 *   <li>the tailer takes the event in, and nothing after it: the last entry of the checkpoint that the old keys now sign
 *       is that event. <i>Crash:</i> the last entry under what was signed says that the change is to be completed.
 *   <li>that checkpoint is kept as {@code rotation/<index>}, for those who know the old keys only. <i>Crash:</i> as
 *       before; the same bytes are written again.
 *   <li>the keys change places, as {@link LedgerKeyring} tells. <i>Crash:</i> the next start ends it.
 *   <li>the new keys sign the same tree. <i>Crash:</i> what was signed last is signed by the former keys, which says that
 *       this is to be done.
 * </ol>
 *
 * Nothing is signed over an event of this kind that is not this home's own: it would hand the ledger to whoever wrote it
 * into the database, with the word of the keys in force.
 */
final class KeyChange {
    private final LedgerStore store;
    private final LedgerKeyring keys;

    KeyChange(LedgerStore store, LedgerKeyring keys) {
        this.store = store;
        this.keys = keys;
    }

    /**
     * Whether the entry names the keys that follow those in force.
     *
     * @param isNew whether no signed tree holds the entry yet; one that does may tell of earlier changes
     * @throws LedgerBroken if it is not this home that made the change
     */
    boolean isDue(long index, byte @Nullable [] entry, boolean isNew) throws IOException {
        LedgerKeys current = keys.current();
        KeyHandover handover = entry == null
                ? null
                : KeyHandover.in(index, entry, current.origin()).orElse(null);
        if (handover == null) {
            return false;
        }
        boolean fromThoseInForce = handover.from().equals(current.verifiers());
        if (!fromThoseInForce && !isNew) {
            return false;
        }
        LedgerKeys next = keys.next();
        if (!fromThoseInForce || next == null || !next.verifiers().equals(handover.to())) {
            throw new LedgerBroken("event " + index + " hands the ledger over, but not from the keys in force to those "
                    + "that this home made: somebody else wrote it, or the secrets came from an older backup");
        }
        return true;
    }

    /** @param last the checkpoint of the old keys whose last entry names the new ones */
    void complete(long index, SignedNote last) throws IOException {
        store.write(KeyHandover.path(index), last.print().getBytes(StandardCharsets.UTF_8));
        store.sync();
        keys.advance(index);
    }
}
