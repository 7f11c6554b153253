package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.tree.GrowingTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    /** What the tiles above the lowest differ in from those that each tree gives: at most one for 65,536 events. */
    private final List<Finding> aboveEntries = new ArrayList<>();

    private final List<Finding> aboveHashes = new ArrayList<>();
    private boolean parted;

    MadeAgain(LedgerReader files, TreeHead head, SignedBundles signed) {
        this.files = files;
        this.head = head;
        this.signed = signed;
    }

    void grow(@Nullable TreeHash leaf, @Nullable TreeHash hash) throws IOException {
        TreeHash either = leaf == null ? hash : leaf;
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
            signed.above().forEach(findings::add);
        } else {
            (hashesRight && !entriesRight ? aboveHashes : aboveEntries).forEach(findings::add);
        }
        if (!signed.known() && parted) {
            findings.add(
                    entriesRight
                            ? "where entry and hash differ, the entries are the signed ones"
                            : hashesRight
                                    ? "where entry and hash differ, the hashes are the signed ones"
                                    : "neither all entries nor all hashes have the root that was signed");
        } else if (!entriesRight && (!signed.known() || findings.found() == 0)) {
            // Without the roots, which are others for each size: what is found again is the same finding.
            findings.add("the entries do not have the root that was signed: entries and hashes were changed together");
        }
    }

    private void compare(TileName name, byte[] made, List<Finding> differing) throws IOException {
        if (name.level() > 0 && !signed.known()) {
            UpperTile.compare(files, name, made, differing::add);
        }
    }
}
