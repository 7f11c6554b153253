package io.devicetrail.audit.copy;

import io.devicetrail.audit.copy.CopyManifest.CopiedFile;
import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes copies and their manifests. Each call reads the log anew up to a given head: same filter, same head, same
 * bytes, so that a manifest made first proves files fetched later.
 */
@Component
final class AuditCopies {
    /** The type of records that have a report. */
    private static final String ROLLOUT = "rollout";

    private final AuditTrail trail;
    private final Clock clock;
    private final @Nullable CopyLedger ledger;

    /** @param ledger empty for copies without proof */
    AuditCopies(AuditTrail trail, Clock clock, Optional<CopyLedger> ledger) {
        this.trail = trail;
        this.clock = clock;
        this.ledger = ledger.orElse(null);
    }

    long head() throws LogUnreadable {
        return trail.head();
    }

    /** @throws UnknownTenant if the log does not know it, whatever the head */
    void requireKnown(TenantId tenant) throws LogUnreadable {
        if (!trail.knows(tenant)) {
            throw new UnknownTenant(tenant);
        }
    }

    /**
     * Writes one file to a stream that stays open; memory does not grow with the copy.
     *
     * @param before told of the whole file when all of it is made and its end not yet given; if it throws, the end is not
     */
    void write(CopyFile file, TrailFilter filter, long head, OutputStream out, BeforeTheEnd before) throws IOException {
        HeldBack held = new HeldBack(out);
        Fingerprint fingerprint = new Fingerprint(held);
        long entries = switch (file) {
            case CopyFormat format -> lines(format, filter, head, fingerprint);
            case ReportFile report -> RolloutReportCopy.write(trail, filter, head, fingerprint);
            case ProofFile proof -> proof(proof, filter, head, fingerprint);
        };
        before.made(new ExportedFile(file.parameter(), head, entries, fingerprint.count(), fingerprint.sha256()));
        held.give();
    }

    private long lines(CopyFormat format, TrailFilter filter, long head, OutputStream out) throws IOException {
        CopyWriter writer = format.to(out);
        Tally tally = new Tally();
        trail.read(
                filter,
                head,
                entry -> {
                    tally.add(entry);
                    writer.write(entry);
                },
                AuditTrail.Progress.NONE);
        writer.finish();
        return tally.entries;
    }

    private long proof(ProofFile file, TrailFilter filter, long head, OutputStream out) throws IOException {
        if (file == ProofFile.GUIDE) {
            out.write(Guide.bytes());
            return 0;
        }
        try {
            if (ledger == null || ledger.size() <= head) {
                throw new LogUnreadable("no checkpoint of the ledger covers the copy");
            }
            Range range = Range.of(filter, head);
            if (file == ProofFile.LEAVES) {
                ledger.leaves(range.first, range.end, ledger.size(), out);
                return 0;
            }
            OutputStream nowhere = OutputStream.nullOutputStream();
            boolean entries = file == ProofFile.ENTRIES;
            ProofPass pass =
                    new ProofPass(ledger.events(ledger.size()), entries ? out : nowhere, entries ? nowhere : out);
            trail.events(
                    filter, head, event -> pass.take(event.index(), AuditEntry.of(event)), AuditTrail.Progress.NONE);
            return pass.written(file);
        } catch (NotVerified | NoSuchFileException differs) {
            throw new LogUnreadable("the ledger does not prove the copy: " + differs.getMessage(), differs);
        }
    }

    /** What has to happen before a copy is whole. */
    @FunctionalInterface
    interface BeforeTheEnd {
        BeforeTheEnd NOTHING = file -> {};

        void made(ExportedFile file) throws IOException;
    }

    /**
     * A manifest as it goes out.
     *
     * @param seal null where there is no ledger to sign it
     */
    record Signed(byte[] manifest, CopySeal.@Nullable Seal seal) {}

    Signed signed(TrailFilter filter, long head) throws IOException {
        LedgerKeys keys = ledger == null ? null : ledger.keys();
        Instant now = clock.instant();
        byte[] manifest =
                manifest(filter, head, keys, now, AuditTrail.Progress.NONE).json();
        return new Signed(manifest, ledger == null || keys == null ? null : ledger.seal(manifest, keys, now));
    }

    /** Writes nothing but says what each file would hold. */
    CopyManifest manifest(TrailFilter filter, long head, AuditTrail.Progress progress) throws IOException {
        return manifest(filter, head, ledger == null ? null : ledger.keys(), clock.instant(), progress);
    }

    private CopyManifest manifest(
            TrailFilter filter, long head, @Nullable LedgerKeys keys, Instant now, AuditTrail.Progress progress)
            throws IOException {
        Map<CopyFormat, Fingerprint> fingerprints = new EnumMap<>(CopyFormat.class);
        Map<CopyFormat, CopyWriter> writers = new EnumMap<>(CopyFormat.class);
        for (CopyFormat format : CopyFormat.OF_A_COPY) {
            Fingerprint fingerprint = new Fingerprint(OutputStream.nullOutputStream());
            fingerprints.put(format, fingerprint);
            writers.put(format, format.to(fingerprint));
        }
        CopyProof proof = CopyProof.begin(ledger, keys, head);
        Tally tally = new Tally();
        trail.events(
                filter,
                head,
                event -> {
                    tally.events++;
                    List<AuditEntry> entries = AuditEntry.of(event);
                    for (AuditEntry entry : entries) {
                        tally.add(entry);
                        for (CopyWriter writer : writers.values()) {
                            writer.write(entry);
                        }
                    }
                    proof.take(event.index(), entries);
                },
                progress);
        for (CopyWriter writer : writers.values()) {
            writer.finish();
        }
        Range range = Range.of(filter, head);
        proof.finish(range.first, range.end);
        List<CopiedFile> files = new ArrayList<>();
        fingerprints.forEach(
                (format, fingerprint) -> files.add(new CopiedFile(format, fingerprint.count(), fingerprint.sha256())));
        if (tally.rollout && RolloutReportCopy.mayBe(filter)) {
            files.add(RolloutReportCopy.file(trail, filter, head));
        }
        files.addAll(proof.files());
        files.add(Guide.file());
        return new CopyManifest(
                filter,
                head,
                tally.events,
                tally.entries,
                tally.first,
                tally.last,
                files,
                keys == null
                        ? List.of()
                        : keys.verifiers().stream().map(VerifierKey::text).toList(),
                proof.proof(),
                proof.missing(),
                software(),
                now);
    }

    /** The jar's version; a class path of folders has none. */
    private static String software() {
        String version = AuditCopies.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /** All events that a filter makes one look at, whichever it admits; {@code first == end} if there are none. */
    private record Range(long first, long end) {
        static Range of(TrailFilter filter, long head) {
            long end = filter.highest(head) + 1;
            return new Range(Math.min(filter.lowest(), end), end);
        }
    }

    private static final class Tally {
        private long events;
        private long entries;
        private @Nullable Long first;
        private @Nullable Long last;
        private boolean rollout;

        void add(AuditEntry entry) {
            entries++;
            if (first == null) {
                first = entry.index();
            }
            last = entry.index();
            rollout = rollout || entry.recordType().equals(ROLLOUT);
        }
    }
}
