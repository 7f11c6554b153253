package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerEntry;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.UnreadableFile;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the ledger bundle by bundle. Entry, hash and row of an event are three witnesses, each of which somebody
 * may have changed: every index at which they differ is named, and which of them was signed, as far as the signed root
 * tells. What is found is told without anything that changes as the ledger grows, such as the width of a partial tile:
 * the same difference is the same finding in every round.
 */
final class BundleCheck {
    private final LedgerReader files;
    private final TreeHead head;
    private final @Nullable EntrySource log;
    private final Findings findings;
    private final KeyHistory keys;
    private final SignedBundles signed;
    private final MadeAgain trees;

    BundleCheck(LedgerReader files, TreeHead head, @Nullable EntrySource log, Findings findings, KeyHistory keys)
            throws IOException {
        this.files = files;
        this.head = head;
        this.log = log;
        this.findings = findings;
        this.keys = keys;
        this.signed = new SignedBundles(files, head, log);
        this.trees = new MadeAgain(files, head, signed);
    }

    void check(long number) throws IOException {
        Bundle bundle = Bundle.in(files, head.size(), number);
        long first = number * TileName.FULL;
        bundle.troubles().forEach(trouble -> findings.add(first, trouble));
        List<TreeHash> right = signed.signed(number, bundle).orElse(null);
        BundleRows rows = log == null ? null : BundleRows.of(log, first, bundle.width(), findings);
        if (right == null && signed.known()) {
            wrong(number, bundle, rows);
        }
        for (int i = 0; i < bundle.width(); i++) {
            long index = first + i;
            byte[] entry = bundle.entry(i);
            TreeHash stored = rows == null ? null : rows.stored(index);
            trees.grow(bundle.leaf(i), bundle.hash(i), stored);
            if (entry != null) {
                body(index, entry);
                keys.see(index, entry);
            }
            if (bundle.parts(i)) {
                parted(index, bundle, i, right == null ? null : right.get(i), stored);
            } else {
                TreeHash ledger = bundle.leaf(i) == null ? bundle.hash(i) : bundle.leaf(i);
                if (stored != null && ledger != null && !stored.equals(ledger)) {
                    findings.add(index, "the log holds something else than the ledger");
                }
            }
        }
    }

    void finish() throws IOException {
        trees.finish(findings);
    }

    /** No choice between its entries and its hashes gives the root that it had. */
    private void wrong(long number, Bundle bundle, @Nullable BundleRows rows) throws IOException {
        long first = number * TileName.FULL;
        TileName entries = bundle.entries().grown();
        TileName hashes = bundle.hashes().grown();
        if (bundle.leaves().isEmpty() && bundle.stored().isEmpty()) {
            if (rows != null && !signed.isSigned(number, rows.leaves())) {
                findings.add(first, "what the log holds of " + entries + " is not what was signed");
            }
        } else if (bundle.leaves().isEmpty()) {
            findings.add(first, hashes + " was changed");
        } else if (bundle.stored().isEmpty()) {
            findings.add(first, entries + " was changed");
        } else if (bundle.isTried()) {
            findings.add(first, "entries and hashes were changed together in " + entries);
        } else {
            findings.add(first, "neither all of " + entries + " nor all of " + hashes + " is what was signed");
        }
    }

    private void parted(long index, Bundle bundle, int position, @Nullable TreeHash right, @Nullable TreeHash stored) {
        TreeHash leaf = bundle.leaves().get(position);
        boolean asEntry = Objects.equals(stored, leaf);
        boolean asHash = Objects.equals(stored, bundle.hash(position));
        if (right == null) {
            String agrees =
                    asEntry ? "; the log agrees with the entry" : asHash ? "; the log agrees with the hash" : "";
            findings.add(index, "entry and hash differ, and which of them was signed cannot be told" + agrees);
        } else if (right.equals(leaf)) {
            findings.add(index, "its hash in " + bundle.hashes().grown() + " was changed; the entry is the signed one");
            if (asHash) {
                findings.add(index, "its row in the log was changed as well, to what the changed hash says");
            }
        } else {
            findings.add(
                    index, "its entry in " + bundle.entries().grown() + " was changed; the hash is the signed one");
            if (asEntry) {
                findings.add(index, "its row in the log was changed as well, to what the changed entry says");
            }
        }
        if (stored != null && !asEntry && !asHash) {
            findings.add(index, "the log holds something else than the ledger");
        }
    }

    private void body(long index, byte[] entry) throws IOException {
        String path = LedgerEntry.bodyPathIn(entry).orElse(null);
        if (path == null) {
            return;
        }
        try {
            if (!LedgerEntry.bodyPath(files.read(path)).equals(path)) {
                findings.add(index, path + " was changed");
            }
        } catch (NoSuchFileException missing) {
            findings.add(index, path + " is missing");
        } catch (UnreadableFile unreadable) {
            findings.add(index, String.valueOf(unreadable.getMessage()));
        }
    }
}
