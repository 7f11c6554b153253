package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.tree.GrowingTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two trees over the whole ledger, one from its entries and one from its lowest hash tiles. Whatever else is known: one
 * without the signed root is a finding. Where the tiles of level 1 were changed as well they alone can say which side
 * was signed, and by which of them the tiles above are to be judged.
 */
final class MadeAgain {
    private final LedgerReader files;
    private final TreeHead head;
    private final SignedBundles signed;
    private final GrowingTree fromEntries = new GrowingTree();
    private final GrowingTree fromHashes = new GrowingTree();
    /** The tiles above the lowest that differ from those that each tree gives: at most one for 65,536 events. */
    private final Map<TileName, UpperTile> aboveEntries = new LinkedHashMap<>();

    private final Map<TileName, UpperTile> aboveHashes = new LinkedHashMap<>();
    private boolean parted;
    /** Of some event nothing is left, so that all behind it have another place in both trees. */
    private boolean incomplete;

    MadeAgain(LedgerReader files, TreeHead head, SignedBundles signed) {
        this.files = files;
        this.head = head;
        this.signed = signed;
    }

    /** @param row of the log, for where neither file is left */
    void grow(@Nullable TreeHash leaf, @Nullable TreeHash hash, @Nullable TreeHash row) throws IOException {
        TreeHash ledger = leaf == null ? hash : leaf;
        TreeHash either = ledger == null ? row : ledger;
        incomplete |= either == null;
        if (either != null) {
            parted |= hash != null && !hash.equals(either);
            fromEntries.append(either, (name, tile) -> compare(name, tile, aboveEntries));
            fromHashes.append(hash == null ? either : hash, (name, tile) -> compare(name, tile, aboveHashes));
        }
    }

    void finish(Findings findings) throws IOException {
        fromEntries.partial((name, tile) -> compare(name, tile, aboveEntries));
        fromHashes.partial((name, tile) -> compare(name, tile, aboveHashes));
        boolean entriesRight = fromEntries.head().equals(head);
        boolean hashesRight = fromHashes.head().equals(head);
        if (signed.known()) {
            signed.above().forEach(tile -> tile.tell(findings));
        } else {
            if (!entriesRight && !hashesRight) {
                // A tile that is right differs from the one tree where entries were changed, from the other where
                // hashes.
                aboveEntries.values().forEach(tile -> tile.butOf(aboveHashes.get(tile.name())));
                newest(findings);
            }
            (hashesRight && !entriesRight ? aboveHashes : aboveEntries).values().forEach(tile -> tile.tell(findings));
        }
        if (!signed.known() && incomplete) {
            findings.add(
                    "of some events nothing is left, and nothing gives the signed root: whether the rest is what was"
                            + " signed cannot be told");
        } else if (!signed.known() && parted) {
            findings.add(
                    entriesRight
                            ? "where entry and hash differ, the entries are the signed ones"
                            : hashesRight
                                    ? "where entry and hash differ, the hashes are the signed ones"
                                    : "neither all entries nor all hashes have the root that was signed");
        } else if (!entriesRight && !incomplete && (!signed.known() || findings.found() == 0)) {
            // Without the roots, which are others for each size: what is found again is the same finding.
            findings.add("the entries do not have the root that was signed: entries and hashes were changed together");
        }
    }

    /** No tile above says what root the newest bundle had: where nothing else gives the signed one, it may be the one. */
    private void newest(Findings findings) {
        long number = head.size() / TileName.FULL;
        if (head.size() % TileName.FULL != 0) {
            TileName entries = TileName.full(TileName.ENTRIES, number);
            findings.add(
                    number * TileName.FULL,
                    number == 0
                            ? "entries and hashes were changed together in " + entries
                            : "nothing shows that " + entries
                                    + " is what was signed: entries and hashes may have been changed together in it");
        }
    }

    private void compare(TileName name, byte[] made, Map<TileName, UpperTile> differing) throws IOException {
        if (name.level() > 0 && !signed.known() && !incomplete) {
            UpperTile tile = UpperTile.compare(files, name, made);
            if (tile.differs()) {
                differing.put(name, tile);
            }
        }
    }
}
