package io.devicetrail.audit.copy;

import io.devicetrail.audit.copy.CopyManifest.CopiedFile;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.LoggedEvent;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the log that makes all files of a copy beside each other, or only says what they would be. It can be
 * left at a mark and gone on with by another, over the bytes that the sinks had then.
 */
final class CopyPass {
    /** The type of records that have a report. */
    private static final String ROLLOUT = "rollout";

    private final AuditTrail trail;
    private final FixedCopy fixed;
    private final Sinks sinks;
    private final Map<CopyFormat, Fingerprint> fingerprints = new EnumMap<>(CopyFormat.class);
    private final Map<CopyFormat, CopyWriter> writers = new EnumMap<>(CopyFormat.class);
    private final CopyProof proof;
    private long events;
    private long entries;
    private @Nullable Long first;
    private @Nullable Long last;
    private boolean rollout;

    CopyPass(AuditTrail trail, @Nullable CopyLedger ledger, FixedCopy fixed, Sinks sinks, Mark mark)
            throws IOException {
        this.trail = trail;
        this.fixed = fixed;
        this.sinks = sinks;
        for (CopyFormat format : CopyFormat.OF_A_COPY) {
            Fingerprint fingerprint = sinks.of(format);
            fingerprints.put(format, fingerprint);
            writers.put(format, goingOn(format, fingerprint));
        }
        this.proof = new CopyProof(ledger, fixed, mark.missing, sinks);
        this.events = mark.events;
        this.entries = mark.entries;
        this.first = mark.first;
        this.last = mark.last;
        this.rollout = mark.rollout;
    }

    /** Where the files go. */
    @FunctionalInterface
    interface Sinks {
        Sinks NOWHERE = file -> new Fingerprint(OutputStream.nullOutputStream());

        /** One that has taken in what was written to that file up to the mark. */
        Fingerprint of(CopyFile file) throws IOException;
    }

    /**
     * What is known at a place between two events, besides the bytes of the files.
     *
     * @param missing why there is no proof; null if there may be one
     */
    record Mark(
            long events,
            long entries,
            @Nullable Long first,
            @Nullable Long last,
            boolean rollout,
            @Nullable String missing) {
        static final Mark BEGIN = new Mark(0, 0, null, null, false, null);
    }

    /** Reads the events of a run, both ends inclusive; runs follow each other. */
    void read(long lowest, long highest, AuditTrail.Progress progress) throws IOException {
        if (lowest <= highest) {
            trail.events(fixed.filter().within(lowest, highest), fixed.head(), this::take, progress);
        }
    }

    /** Where it is, when all that the writers held back is in the sinks. */
    Mark mark() throws IOException {
        finishWriters();
        return new Mark(events, entries, first, last, rollout, proof.missing());
    }

    long entries() {
        return entries;
    }

    /** After all runs; makes the files that are not made of the events one by one. */
    CopyManifest finish(String software) throws IOException {
        finishWriters();
        LookedAt range = LookedAt.of(fixed.filter(), fixed.head());
        proof.finish(range.first(), range.end());
        List<CopiedFile> files = new ArrayList<>();
        fingerprints.forEach(
                (format, fingerprint) -> files.add(new CopiedFile(format, fingerprint.count(), fingerprint.sha256())));
        if (rollout && RolloutReportCopy.mayBe(fixed.filter())) {
            files.add(RolloutReportCopy.file(trail, fixed.filter(), fixed.head(), sinks.of(ReportFile.ROLLOUT)));
        }
        files.addAll(proof.files());
        files.add(Guide.file(sinks.of(ProofFile.GUIDE)));
        return new CopyManifest(
                fixed.filter(),
                fixed.head(),
                events,
                entries,
                first,
                last,
                files,
                fixed.keys(),
                proof.proof(),
                proof.missing(),
                software,
                fixed.at());
    }

    private void take(LoggedEvent event) throws IOException {
        events++;
        List<AuditEntry> lines = AuditEntry.of(event);
        for (AuditEntry entry : lines) {
            entries++;
            first = first == null ? (Long) entry.index() : first;
            last = entry.index();
            rollout = rollout || entry.recordType().equals(ROLLOUT);
            for (CopyWriter writer : writers.values()) {
                writer.write(entry);
            }
        }
        proof.take(event.index(), lines);
    }

    private void finishWriters() throws IOException {
        for (CopyWriter writer : writers.values()) {
            writer.finish();
        }
    }

    /** What a writer begins a file with is in one that is gone on with already. */
    private static CopyWriter goingOn(CopyFormat format, Fingerprint file) throws IOException {
        if (file.count() == 0) {
            return format.to(file);
        }
        Gate gate = new Gate(file);
        CopyWriter writer = format.to(gate);
        writer.finish();
        gate.open = true;
        return writer;
    }

    private static final class Gate extends FilterOutputStream {
        private boolean open;

        private Gate(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (open) {
                out.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (open) {
                out.write(bytes, offset, length);
            }
        }
    }
}
