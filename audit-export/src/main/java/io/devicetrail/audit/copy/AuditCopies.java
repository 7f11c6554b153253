package io.devicetrail.audit.copy;

import io.devicetrail.audit.copy.CopyManifest.CopiedFile;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    AuditCopies(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
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

    /** What has to happen before a copy is whole. */
    @FunctionalInterface
    interface BeforeTheEnd {
        BeforeTheEnd NOTHING = file -> {};

        void made(ExportedFile file) throws IOException;
    }

    /** Writes nothing but says what each format would hold. */
    CopyManifest manifest(TrailFilter filter, long head, AuditTrail.Progress progress) throws IOException {
        Map<CopyFormat, Fingerprint> fingerprints = new EnumMap<>(CopyFormat.class);
        Map<CopyFormat, CopyWriter> writers = new EnumMap<>(CopyFormat.class);
        for (CopyFormat format : CopyFormat.OF_A_COPY) {
            Fingerprint fingerprint = new Fingerprint(OutputStream.nullOutputStream());
            fingerprints.put(format, fingerprint);
            writers.put(format, format.to(fingerprint));
        }
        Tally tally = new Tally();
        trail.read(
                filter,
                head,
                entry -> {
                    tally.add(entry);
                    for (CopyWriter writer : writers.values()) {
                        writer.write(entry);
                    }
                },
                progress);
        for (CopyWriter writer : writers.values()) {
            writer.finish();
        }
        List<CopiedFile> files = new ArrayList<>();
        fingerprints.forEach(
                (format, fingerprint) -> files.add(new CopiedFile(format, fingerprint.count(), fingerprint.sha256())));
        if (tally.rollout && RolloutReportCopy.mayBe(filter)) {
            files.add(RolloutReportCopy.file(trail, filter, head));
        }
        return new CopyManifest(
                filter, head, tally.entries, tally.first, tally.last, files, software(), clock.instant());
    }

    /** The jar's version; a class path of folders has none. */
    private static String software() {
        String version = AuditCopies.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    private static final class Tally {
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
