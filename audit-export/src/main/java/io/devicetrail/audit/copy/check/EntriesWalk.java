package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.copy.CopyFormat;
import io.devicetrail.audit.copy.CopyWriter;
import io.devicetrail.audit.copy.ProofFile;
import io.devicetrail.audit.copy.check.manifest.StatedManifest;
import io.devicetrail.audit.ledger.LedgerEntry;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.audit.trail.EntryReading;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.audit.trail.LoggedEvent;
import io.devicetrail.audit.verify.CopyCheck;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Goes through the entries of a copy once: each against its leaf, and the lines that it gives against the files with the
 * lines. Ends at the first that is not right, as what follows would mostly be its consequence.
 */
final class EntriesWalk implements Closeable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StatedManifest manifest;
    /** Index of the first event of the range. */
    private final long from;

    private final Lines entries;
    private final StoredPayloads payloads;
    private final LeafRun leaves;
    private final List<Made> made = new ArrayList<>();
    private long events;
    private long lines;
    private @Nullable Long first;
    private @Nullable Long last;

    /** A file with lines, as it should be. */
    private record Made(String name, FileComparison file, CopyWriter writer) {}

    /** @throws NotVerified with the name of the file, if not even the first of it can be read */
    EntriesWalk(Path folder, StatedManifest manifest, StatedManifest.Ledger ledger) throws IOException {
        this.manifest = manifest;
        from = ledger.range().first();
        leaves = leaves(folder, ledger);
        entries = new Lines(folder.resolve(ProofFile.ENTRIES.fileName()));
        payloads = payloads(folder);
        for (CopyFormat format : CopyFormat.OF_A_COPY) {
            FileComparison file = new FileComparison(folder.resolve(format.fileName()));
            made.add(new Made(format.fileName(), file, format.to(file)));
        }
    }

    private static LeafRun leaves(Path folder, StatedManifest.Ledger ledger) throws IOException {
        try {
            return new LeafRun(folder.resolve(ProofFile.LEAVES.fileName()), ledger.range());
        } catch (NotVerified differs) {
            throw new NotVerified(CopyCheck.MANIFEST + ": " + differs.getMessage(), differs);
        }
    }

    private static StoredPayloads payloads(Path folder) throws IOException {
        try {
            return new StoredPayloads(folder.resolve(ProofFile.PAYLOADS.fileName()));
        } catch (NotVerified differs) {
            throw new NotVerified(ProofFile.PAYLOADS.fileName() + ": " + differs.getMessage(), differs);
        }
    }

    /** @return what is not right, the first of the entries and whether the leaves give the root; nothing if all is */
    List<Finding> run(TreeHead head) throws IOException {
        List<Finding> findings = new ArrayList<>();
        compare(Finding.NOT_OF_AN_EVENT, findings);
        try {
            byte[] entry = findings.isEmpty() ? entries.next() : null;
            while (entry != null && take(entry, findings)) {
                entry = entries.next();
            }
        } catch (NotVerified differs) {
            findings.add(new Finding(next(), ProofFile.ENTRIES.fileName() + ": " + differs.getMessage()));
        }
        if (findings.isEmpty()) {
            end(findings);
        }
        root(head, findings);
        return findings;
    }

    long events() {
        return events;
    }

    long lines() {
        return lines;
    }

    /** The lowest index that a line can be of which does not even tell its own. */
    private long next() {
        return last == null ? from : last + 1;
    }

    private boolean take(byte[] entry, List<Finding> findings) throws IOException {
        long index = next();
        try {
            JsonNode json = JSON.readTree(entry);
            index = Long.parseLong(json.required("index").asString());
            TreeHash leaf = LedgerEntry.of(index, entry).leaf();
            if (!leaf.equals(leaves.leaf(index))) {
                throw new NotVerified("the ledger's leaf is of another entry");
            }
            if (!Arrays.equals(entry, new JsonCanonicalizer(entry).getEncodedUTF8())) {
                throw new NotVerified("it is not in canonical form");
            }
            events++;
            first = first == null ? (Long) index : first;
            last = index;
            LoggedEvent event = EntryReading.of(entry, payloads.of(index));
            if (!manifest.filter().admits(event) || index > manifest.head()) {
                throw new NotVerified("the event is not one that was asked for");
            }
            for (AuditEntry line : AuditEntry.of(event)) {
                lines++;
                for (Made file : made) {
                    file.writer().write(line);
                }
            }
        } catch (NotVerified | LogUnreadable | JacksonException | NumberFormatException differs) {
            findings.add(new Finding(index, ProofFile.ENTRIES.fileName() + ": " + differs.getMessage()));
            return false;
        }
        return compare(index, findings);
    }

    private boolean compare(long index, List<Finding> findings) throws IOException {
        for (Made file : made) {
            file.writer().finish();
            if (file.file().differs()) {
                findings.add(new Finding(
                        index,
                        file.name() + ": at byte " + file.file().differsAt() + " it is not what the ledger's entry"
                                + " gives"));
            }
        }
        return findings.isEmpty();
    }

    private void end(List<Finding> findings) throws IOException {
        for (Made file : made) {
            if (file.file().goesOn()) {
                findings.add(new Finding(
                        Finding.NOT_OF_AN_EVENT, file.name() + ": it goes on behind the line of the last entry"));
            }
        }
        try {
            payloads.requireEnd();
        } catch (NotVerified differs) {
            findings.add(
                    new Finding(Finding.NOT_OF_AN_EVENT, ProofFile.PAYLOADS.fileName() + ": " + differs.getMessage()));
        }
        stated("events", manifest.events(), events, findings);
        stated("entries", manifest.entries(), lines, findings);
        stated("firstIndex", manifest.firstIndex(), first, findings);
        stated("lastIndex", manifest.lastIndex(), last, findings);
    }

    private static void stated(String what, @Nullable Long told, @Nullable Long counted, List<Finding> findings) {
        if (told == null ? counted != null : !told.equals(counted)) {
            findings.add(new Finding(
                    Finding.NOT_OF_AN_EVENT,
                    "manifest.json: its " + what + " is " + told + ", but the files have " + counted));
        }
    }

    private void root(TreeHead head, List<Finding> findings) throws IOException {
        String name = ProofFile.LEAVES.fileName();
        try {
            if (!leaves.root(head.size()).equals(head.root())) {
                throw new NotVerified("its hashes do not give the root of the checkpoint");
            }
        } catch (NotVerified differs) {
            findings.add(new Finding(Finding.NOT_OF_AN_EVENT, name + ": " + differs.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        entries.close();
        payloads.close();
        leaves.close();
        for (Made file : made) {
            file.file().close();
        }
    }
}
