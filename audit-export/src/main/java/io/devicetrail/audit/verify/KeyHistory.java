package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.KeyHandover;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which generation of keys signed which part of the ledger. It begins with the trusted keys and follows the entries by
 * which each generation names the next, forwards; those before the trusted ones are known because trusted keys signed a
 * tree that names them. The last checkpoint of a generation ends with the entry that names the next.
 */
final class KeyHistory {
    private final String origin;
    private final List<VerifierKey> trusted;
    private final List<KeyHandover> handovers = new ArrayList<>();

    /**
     * @param keys one generation, or several that followed each other
     * @param until size of the last checkpoint they may sign; {@link Long#MAX_VALUE} while they are in force
     */
    record Reign(List<VerifierKey> keys, long until) {
        boolean isOver() {
            return until != Long.MAX_VALUE;
        }

        boolean signed(SignedNote note) {
            try {
                return note.verifiedBy(keys).containsAll(keys);
            } catch (NotVerified byOthers) {
                return false;
            }
        }
    }

    KeyHistory(String origin, List<VerifierKey> trusted) {
        this.origin = origin;
        this.trusted = trusted;
    }

    /** Takes the entries in their order. */
    void see(long index, byte[] entry) {
        KeyHandover.in(index, entry, origin).ifPresent(handovers::add);
    }

    /** Oldest first; the last are in force. Never empty. */
    List<Reign> reigns() {
        List<Reign> reigns = new ArrayList<>();
        @Nullable List<VerifierKey> inForce = null;
        int begin = handovers.size();
        for (int i = 0; i < handovers.size(); i++) {
            KeyHandover handover = handovers.get(i);
            if (inForce == null ? trusted.containsAll(handover.from()) : inForce.equals(handover.from())) {
                begin = inForce == null ? i : begin;
                reigns.add(new Reign(handover.from(), handover.size()));
                inForce = handover.to();
            }
        }
        reigns.add(new Reign(inForce == null ? trusted : inForce, Long.MAX_VALUE));
        addFormer(reigns, begin);
        return reigns;
    }

    private void addFormer(List<Reign> reigns, int begin) {
        for (int i = begin - 1; i >= 0; i--) {
            KeyHandover handover = handovers.get(i);
            if (reigns.getFirst().keys().containsAll(handover.to())) {
                reigns.addFirst(new Reign(handover.from(), handover.size()));
            }
        }
    }

    /**
     * Trusted keys that the ledger never passed to or from. Who has former keys can hand a ledger of his own over to keys
     * of his own: that he does not have the later ones is all that gives him away.
     */
    List<VerifierKey> unheardOf(List<Reign> reigns) {
        return trusted.stream()
                .filter(key -> reigns.stream().noneMatch(reign -> reign.keys().contains(key)))
                .toList();
    }

    /**
     * Whether the checkpoint is the one by which the keys are changed, and the new ones have signed nothing yet: a crash
     * leaves that. Not for who trusts the new keys: a thief of the former ones could make it, naming the right new ones.
     */
    boolean isBetween(List<Reign> reigns, SignedNote checkpoint, long size) {
        if (reigns.size() < 2) {
            return false;
        }
        Reign former = reigns.get(reigns.size() - 2);
        Reign last = reigns.getLast();
        return former.until() == size
                && former.signed(checkpoint)
                && !last.signed(checkpoint)
                && last.keys().stream().noneMatch(trusted::contains);
    }

    static Optional<Reign> signerOf(SignedNote note, List<Reign> reigns) {
        return reigns.stream().filter(reign -> reign.signed(note)).findFirst();
    }
}
