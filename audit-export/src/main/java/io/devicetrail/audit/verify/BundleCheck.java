package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerEntry;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.audit.ledger.UnreadableFile;
import io.devicetrail.audit.ledger.tree.EntryBundle;
import io.devicetrail.audit.ledger.tree.GrowingTree;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the ledger bundle by bundle. Two trees are made again, one from the entries and one from the lowest
 * hash tiles: where they part, the one that still has the signed root tells which file was changed. What is found is
 * told without anything that changes as the ledger grows, such as the width of a partial tile: the same difference is
 * the same finding in every round.
 */
final class BundleCheck {
    private final LedgerReader files;
    private final TreeHead head;
    private final @Nullable EntrySource log;
    private final Findings findings;
    private final KeyHistory keys;
    private final GrowingTree fromEntries = new GrowingTree();
    private final GrowingTree fromHashes = new GrowingTree();
    /** What the tiles above the lowest differ in from those that each tree gives. */
    private final Findings aboveEntries = new Findings();

    private final Findings aboveHashes = new Findings();
    /** Rows of the log that have a finding already. */
    private final Set<Long> unreadable = new HashSet<>();

    private long parted = -1;

    BundleCheck(LedgerReader files, TreeHead head, @Nullable EntrySource log, Findings findings, KeyHistory keys) {
        this.files = files;
        this.head = head;
        this.log = log;
        this.findings = findings;
        this.keys = keys;
    }

    void check(long bundle) throws IOException {
        TileName name = TileName.in(head.size(), TileName.ENTRIES, bundle);
        TileName hashName = TileName.in(head.size(), 0, bundle);
        long first = bundle * TileName.FULL;
        List<byte[]> entries = entries(name, first);
        byte[] hashes = hashes(hashName, first);
        Map<Long, LogRow> rows = rows(first, name.width());
        for (int i = 0; i < name.width(); i++) {
            long index = first + i;
            byte[] entry = i < entries.size() ? entries.get(i) : null;
            TreeHash hash = hashes == null ? null : hashAt(hashes, i);
            TreeHash leaf = entry == null ? null : TreeHash.leaf(entry);
            grow(index, leaf, hash);
            if (entry != null) {
                body(index, entry);
                keys.see(index, entry);
            }
            if (log != null) {
                compare(index, rows.get(index), leaf, hash);
            }
        }
    }

    void finish() throws IOException {
        fromEntries.partial((name, tile) -> sameTile(name, tile, aboveEntries));
        fromHashes.partial((name, tile) -> sameTile(name, tile, aboveHashes));
        boolean entriesRight = fromEntries.head().equals(head);
        boolean hashesRight = fromHashes.head().equals(head);
        findings.addAll(hashesRight && !entriesRight ? aboveHashes : aboveEntries);
        if (parted >= 0) {
            findings.add(
                    parted,
                    entriesRight
                            ? "its hash in " + TileName.full(0, parted / TileName.FULL)
                                    + " was changed; the entry is the signed one"
                            : hashesRight
                                    ? "its entry in "
                                            + TileName.full(TileName.ENTRIES, parted / TileName.FULL)
                                            + " was changed; the hash is the signed one"
                                    : "entry and hash differ, and neither gives the signed root");
        } else if (!entriesRight) {
            // Without the roots, which are others for each size: what is found again is the same finding.
            findings.add("the entries do not have the root that was signed: entries and hashes were changed together");
        }
    }

    private void grow(long index, @Nullable TreeHash leaf, @Nullable TreeHash hash) throws IOException {
        if (leaf != null && hash != null && !leaf.equals(hash) && parted < 0) {
            parted = index;
        }
        TreeHash either = leaf == null ? hash : leaf;
        if (either != null) {
            fromEntries.append(either, (name, tile) -> sameTile(name, tile, aboveEntries));
            fromHashes.append(hash == null ? either : hash, (name, tile) -> sameTile(name, tile, aboveHashes));
        }
    }

    /** The lowest tiles are the leaf hashes, which are compared one by one. */
    private void sameTile(TileName name, byte[] made, Findings above) throws IOException {
        if (name.level() == 0) {
            return;
        }
        long span = 1L << (8 * name.level());
        long first = name.index() * TileName.FULL * span;
        try {
            byte[] read = files.tile(name);
            int at = Arrays.mismatch(read, made);
            if (at >= 0) {
                above.add(first + (long) (at / TreeHash.BYTES) * span, name.grown() + " was changed");
            }
        } catch (NoSuchFileException missing) {
            above.add(first, name.grown() + " is missing");
        } catch (UnreadableFile unreadable) {
            above.add(first, name.grown() + " cannot be read");
        }
    }

    private List<byte[]> entries(TileName name, long first) throws IOException {
        try {
            return EntryBundle.entries(files.tile(name), name.width());
        } catch (NoSuchFileException missing) {
            findings.add(first, name.grown() + " is missing");
        } catch (UnreadableFile unreadable) {
            findings.add(first, name.grown() + " cannot be read");
        } catch (NotVerified malformed) {
            findings.add(first, name.grown() + " was changed: it is no bundle of entries");
        }
        return new ArrayList<>();
    }

    private byte @Nullable [] hashes(TileName name, long first) throws IOException {
        try {
            byte[] hashes = files.tile(name);
            if (hashes.length == name.width() * TreeHash.BYTES) {
                return hashes;
            }
            findings.add(first, name.grown() + " was changed: it has another length");
        } catch (NoSuchFileException missing) {
            findings.add(first, name.grown() + " is missing");
        } catch (UnreadableFile unreadable) {
            findings.add(first, name.grown() + " cannot be read");
        }
        return null;
    }

    private static TreeHash hashAt(byte[] hashes, int position) {
        return TreeHash.of(Arrays.copyOfRange(hashes, position * TreeHash.BYTES, (position + 1) * TreeHash.BYTES));
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

    /** A log that is away ends the check. A row that cannot be read, such as one with an emptied column, does not. */
    private Map<Long, LogRow> rows(long first, int count) throws IOException {
        Map<Long, LogRow> rows = new HashMap<>();
        long end = first + count;
        long[] next = {first};
        while (log != null && next[0] < end) {
            try {
                log.read(next[0], (int) (end - next[0]), row -> {
                    rows.put(row.index(), row);
                    next[0] = row.index() + 1;
                });
                return rows;
            } catch (RuntimeException e) {
                unreadable.add(next[0]);
                findings.add(next[0], "its row in the log cannot be read: " + e);
                next[0]++;
            }
        }
        return rows;
    }

    /** Where entry and hash differ that is a finding of its own; the log is right if it is the one or the other. */
    private void compare(long index, @Nullable LogRow row, @Nullable TreeHash leaf, @Nullable TreeHash hash) {
        if (unreadable.contains(index)) {
            return;
        }
        if (row == null) {
            findings.add(index, "it is in the ledger, but the log has it no more");
            return;
        }
        TreeHash stored;
        try {
            stored = LedgerEntry.of(row).leaf();
        } catch (RuntimeException e) {
            findings.add(index, "its row in the log makes no entry: " + e);
            return;
        }
        if ((leaf != null || hash != null) && !Objects.equals(stored, leaf) && !Objects.equals(stored, hash)) {
            findings.add(index, "the log holds something else than the ledger");
        }
    }
}
