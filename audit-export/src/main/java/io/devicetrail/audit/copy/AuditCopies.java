package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.note.SignedNote;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes copies and their manifests. Each call reads the log anew up to a given head: same filter, same head, same
 * bytes, so that a manifest made first proves files fetched later.
 */
@Component
final class AuditCopies {
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
        long[] entries = {0};
        trail.read(
                filter,
                head,
                entry -> {
                    entries[0]++;
                    writer.write(entry);
                },
                AuditTrail.Progress.NONE);
        writer.finish();
        return entries[0];
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
            LookedAt range = LookedAt.of(filter, head);
            if (file == ProofFile.LEAVES) {
                ledger.leaves(range.first(), range.end(), ledger.size(), out);
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
        CopyPass pass = pass(fixed(filter, head, keys, now), CopyPass.Sinks.NOWHERE, CopyPass.Mark.BEGIN);
        pass.read(filter.lowest(), filter.highest(head), progress);
        return pass.finish(software());
    }

    /** All that a copy's bytes follow from, besides the log. */
    FixedCopy fixed(TrailFilter filter, long head, @Nullable LedgerKeys keys, Instant at) throws IOException {
        if (ledger == null || keys == null) {
            return new FixedCopy(filter, head, null, null, null, List.of(), at);
        }
        Optional<SignedNote> checkpoint = ledger.covering(head, keys);
        LookedAt range = LookedAt.of(filter, head);
        return new FixedCopy(
                filter,
                head,
                checkpoint.map(SignedNote::print).orElse(null),
                ledger.cosigned(range.first(), range.end()),
                ledger.stamped(range.first(), range.end()),
                texts(keys),
                at);
    }

    static List<String> texts(LedgerKeys keys) {
        return keys.verifiers().stream().map(VerifierKey::text).toList();
    }

    /** @param mark how far it was brought before, with what is in the sinks */
    CopyPass pass(FixedCopy fixed, CopyPass.Sinks sinks, CopyPass.Mark mark) throws IOException {
        return new CopyPass(trail, ledger, fixed, sinks, mark);
    }

    /** Those of the ledger that are in force; null where there is none. */
    @Nullable LedgerKeys keys() {
        return ledger == null ? null : ledger.keys();
    }

    /** Null where there is no ledger. */
    CopySeal.@Nullable Seal seal(byte[] manifest, @Nullable LedgerKeys keys) {
        return ledger == null || keys == null ? null : ledger.seal(manifest, keys, clock.instant());
    }

    /** The jar's version; a class path of folders has none. */
    static String software() {
        String version = AuditCopies.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
