package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerEntry;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.audit.ledger.tree.TreeHash;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What the log holds of one bundle, as hashes of the entries that its rows make. */
final class BundleRows {
    private final long first;
    private final long end;
    private final Findings findings;
    private final Map<Long, TreeHash> leaves = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private final Set<Long> twice = new HashSet<>();
    /** Those that have a finding already. */
    private final Set<Long> told = new HashSet<>();

    private BundleRows(long first, int count, Findings findings) {
        this.first = first;
        this.end = first + count;
        this.findings = findings;
    }

    /**
     * @param findings hears of rows that cannot be read, that make no entry and that are there twice
     * @throws IOException if the log is away
     */
    static BundleRows of(EntrySource log, long first, int count, Findings findings) throws IOException {
        BundleRows rows = new BundleRows(first, count, findings);
        long next = first;
        long from = -1;
        // A second row of one index takes the place of another in what is given at once: as long as anything comes.
        while (next < rows.end && next > from) {
            from = next;
            next = ReadableRows.read(log, from, (int) (rows.end - from), rows::take, rows::unreadable);
        }
        return rows;
    }

    private void take(LogRow row) {
        long index = row.index();
        if (index < first || index >= end) {
            return;
        }
        if (!seen.add(index)) {
            // Which of the two is given first is chance: neither is compared.
            leaves.remove(index);
            if (twice.add(index)) {
                findings.add(index, "it is there twice in the log");
            }
            return;
        }
        try {
            leaves.put(index, LedgerEntry.of(row).leaf());
        } catch (RuntimeException e) {
            tell(index, "its row in the log makes no entry: " + e);
        }
    }

    private void unreadable(long index, String why) {
        tell(index, "its row in the log cannot be read: " + why);
    }

    private void tell(long index, String what) {
        if (told.add(index)) {
            findings.add(index, what);
        }
    }

    /** Hash of what the log holds; null if that is a finding of its own. */
    @Nullable TreeHash stored(long index) {
        TreeHash leaf = leaves.get(index);
        if (leaf == null) {
            if (!seen.contains(index)) {
                tell(index, "it is in the ledger, but the log has it no more");
            }
            return null;
        }
        return leaf;
    }

    /** The hashes of all its entries; empty unless the log holds each of them, once. */
    List<TreeHash> leaves() {
        return leaves.size() < end - first
                ? List.of()
                : LongStream.range(first, end)
                        .mapToObj(index -> Objects.requireNonNull(leaves.get(index)))
                        .toList();
    }
}
