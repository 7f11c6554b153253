package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerEntry;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.tree.EntryBundle;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.audit.trail.EntryReading;
import io.devicetrail.audit.trail.LogUnreadable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For events in their order, what of the ledger proves the lines that the log gave of them. Nothing is given that would
 * not be found right by who checks the copy. Keeps one bundle of entries and their hashes; used by one thread.
 */
final class ProvenEvents {
    private final LedgerReader files;
    private final EntrySource log;
    private final long size;
    private long kept = -1;
    private List<byte[]> entries = List.of();
    private byte[] hashes = new byte[0];

    ProvenEvents(LedgerReader files, EntrySource log, long size) {
        this.files = files;
        this.log = log;
        this.size = size;
    }

    /**
     * @param entry canonical JSON of the whole event, also of one whose leaf stands for it by its hash
     * @param payload as it is stored, if the entry's does not give the same lines
     */
    record Proven(byte[] entry, byte @Nullable [] payload) {}

    /**
     * @param lines of the event, as the log gives them
     * @throws NotVerified if log and ledger do not say the same of it
     */
    Proven of(long index, List<AuditEntry> lines) throws IOException {
        byte[] entry = entry(index);
        if (gives(entry, null, lines)) {
            return new Proven(entry, null);
        }
        byte[] payload = stored(index);
        if (payload == null || !gives(entry, payload, lines)) {
            throw new NotVerified("event " + index + ": the log says another thing than the ledger");
        }
        return new Proven(entry, payload);
    }

    private static boolean gives(byte[] entry, byte @Nullable [] payload, List<AuditEntry> lines) {
        try {
            return AuditEntry.of(EntryReading.of(entry, payload)).equals(lines);
        } catch (LogUnreadable other) {
            return false;
        }
    }

    private byte @Nullable [] stored(long index) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        log.at(index, row -> payloads.add(row.payload()));
        return payloads.isEmpty() ? null : payloads.getFirst();
    }

    private byte[] entry(long index) throws IOException {
        long bundle = index / TileName.FULL;
        if (bundle != kept) {
            TileName name = TileName.in(size, TileName.ENTRIES, bundle);
            entries = EntryBundle.entries(files.tile(name), name.width());
            hashes = files.tile(TileName.in(size, 0, bundle));
            kept = bundle;
        }
        int at = (int) (index % TileName.FULL);
        if (at >= entries.size()) {
            throw new NotVerified("event " + index + ": the ledger has no entry of it yet");
        }
        byte[] entry = entries.get(at);
        Optional<String> body = LedgerEntry.bodyPathIn(entry);
        byte[] whole = body.isEmpty() ? entry : files.read(body.get());
        byte[] leaf = LedgerEntry.of(index, whole).leaf().bytes();
        int begin = at * TreeHash.BYTES;
        if (hashes.length < begin + TreeHash.BYTES
                || !Arrays.equals(leaf, 0, TreeHash.BYTES, hashes, begin, begin + TreeHash.BYTES)) {
            throw new NotVerified("event " + index + ": entry and hash of the ledger differ");
        }
        return whole;
    }
}
