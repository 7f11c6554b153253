package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerEntry;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.audit.ledger.UnreadableFile;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
        this.signed = new SignedBundles(files, head);
        this.trees = new MadeAgain(files, head, signed);
    }

    void check(long number) throws IOException {
        Bundle bundle = Bundle.in(files, head.size(), number);
        long first = number * TileName.FULL;
        bundle.troubles().forEach(trouble -> findings.add(first, trouble));
        List<TreeHash> right = signed.signed(number, bundle).orElse(null);
        if (right == null && signed.known()) {
            wrong(first, bundle);
        }
        Rows rows = rows(first, bundle.width());
        for (int i = 0; i < bundle.width(); i++) {
            long index = first + i;
            byte[] entry = bundle.entry(i);
            trees.grow(bundle.leaf(i), bundle.hash(i));
            if (entry != null) {
                body(index, entry);
                keys.see(index, entry);
            }
            TreeHash stored = log == null ? null : stored(index, rows);
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
    private void wrong(long first, Bundle bundle) {
        TileName entries = bundle.entries().grown();
        TileName hashes = bundle.hashes().grown();
        if (bundle.leaves().isEmpty() && bundle.stored().isEmpty()) {
            return;
        }
        if (bundle.leaves().isEmpty()) {
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

    /** @param unreadable those that have a finding already */
    private record Rows(Map<Long, LogRow> read, Set<Long> unreadable) {}

    /** A log that is away ends the check. A row that cannot be read, such as one with an emptied column, does not. */
    private Rows rows(long first, int count) throws IOException {
        Rows rows = new Rows(new HashMap<>(), new HashSet<>());
        long end = first + count;
        long[] next = {first};
        while (log != null && next[0] < end) {
            try {
                log.read(next[0], (int) (end - next[0]), row -> {
                    rows.read().put(row.index(), row);
                    next[0] = row.index() + 1;
                });
                return rows;
            } catch (RuntimeException e) {
                rows.unreadable().add(next[0]);
                findings.add(next[0], "its row in the log cannot be read: " + e);
                next[0]++;
            }
        }
        return rows;
    }

    /** Hash of what the log holds; null if that is a finding of its own. */
    private @Nullable TreeHash stored(long index, Rows rows) {
        LogRow row = rows.read().get(index);
        if (row == null) {
            if (!rows.unreadable().contains(index)) {
                findings.add(index, "it is in the ledger, but the log has it no more");
            }
            return null;
        }
        try {
            return LedgerEntry.of(row).leaf();
        } catch (RuntimeException e) {
            findings.add(index, "its row in the log makes no entry: " + e);
            return null;
        }
    }
}
