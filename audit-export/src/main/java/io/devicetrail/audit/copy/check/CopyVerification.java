package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.copy.CopyFormat;
import io.devicetrail.audit.copy.ProofFile;
import io.devicetrail.audit.copy.check.manifest.KeysOfCopy;
import io.devicetrail.audit.copy.check.manifest.ManifestSeal;
import io.devicetrail.audit.copy.check.manifest.NotedFiles;
import io.devicetrail.audit.copy.check.manifest.SmallFile;
import io.devicetrail.audit.copy.check.manifest.StatedFiles;
import io.devicetrail.audit.copy.check.manifest.StatedManifest;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TreeRange;
import io.devicetrail.audit.report.AuditReport;
import io.devicetrail.audit.report.ReportCheck;
import io.devicetrail.audit.seal.Sealed;
import io.devicetrail.audit.verify.CopyCheck;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks an exported folder by itself: who signed the manifest, that the files are those it names, that every event it has
 * lines of is in the ledger, and that the lines are those that the ledger's entries give, to the byte.
 */
public final class CopyVerification {
    private static final String FIRST_FORMAT = "devicetrail-audit-copy/1";
    static final String OWN_KEYS = "its keys are its own, and who makes up a copy makes up keys for it. Give"
            + " --key with the site's keys, from elsewhere than this copy: as the site answers at /ledger/key, or better"
            + " on paper or in person from who runs it, or as they were kept from before";

    private final Path folder;
    private final Trusted trust;
    private final List<VerifierKey> trusted;
    private final List<String> checked = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<CopyVerdict.OnTrust> onTrust = new ArrayList<>();

    private CopyVerification(Path folder, Trusted trust) {
        this.folder = folder;
        this.trust = trust;
        this.trusted = trust.keys();
    }

    /** With the word of the ledger alone. */
    public static CopyVerdict of(Path folder, List<VerifierKey> trusted) throws IOException {
        return of(folder, Trusted.keys(trusted));
    }

    /**
     * @throws NotVerified if the copy is of a format that this version does not know
     * @throws IOException if it cannot be read, which says nothing about whether it is right
     */
    public static CopyVerdict of(Path folder, Trusted trust) throws IOException {
        return new CopyVerification(folder, trust).run();
    }

    private CopyVerdict run() throws IOException {
        byte[] bytes = SmallFile.read(folder, CopyCheck.MANIFEST);
        String format = StatedManifest.formatOf(bytes);
        if (format.equals(FIRST_FORMAT)) {
            CopyCheck.of(folder).forEach(this::tell);
            return verdict("copies of the format " + FIRST_FORMAT + " bring no proof", true);
        }
        if (format.equals(Sealed.VALIDATION_PACK.format())) {
            return PackVerification.of(folder, bytes, trust);
        }
        if (format.startsWith("devicetrail-audit-copy/") && !format.equals(StatedManifest.FORMAT)) {
            throw new NotVerified("the copy is of the format " + format + "; use the version that made it, or a later");
        }
        StatedManifest manifest;
        try {
            manifest = StatedManifest.parse(bytes);
        } catch (NotVerified differs) {
            tell(CopyCheck.MANIFEST + " was changed: " + differs.getMessage());
            return verdict(null, trusted.isEmpty());
        }
        signatures(manifest);
        files(manifest);
        StatedManifest.Ledger ledger = manifest.ledger();
        if (ledger == null) {
            String why = manifest.unproven();
            return verdict(why == null ? "the manifest names no ledger" : why, trusted.isEmpty());
        }
        proof(manifest, ledger);
        return verdict(trusted.isEmpty() ? OWN_KEYS : null, trusted.isEmpty());
    }

    private CopyVerdict verdict(@Nullable String unproven, boolean ownKeys) {
        return new CopyVerdict(List.copyOf(checked), List.copyOf(findings), List.copyOf(onTrust), unproven, ownKeys);
    }

    private void signatures(StatedManifest manifest) throws IOException {
        new ManifestSeal(folder, Sealed.AUDIT_COPY, this::tell)
                .check(manifest.bytes(), manifest.keys(), trusted)
                .ifPresent(checked::add);
    }

    private void files(StatedManifest manifest) throws IOException {
        Set<String> beside = new HashSet<>(
                Set.of(CopyCheck.MANIFEST, CopyCheck.NOTE, CopyCheck.CMS, CopyCheck.KEYS, AuditReport.FILE_NAME));
        beside.addAll(NotedFiles.of(manifest).keySet());
        List<Finding> differing = StatedFiles.check(folder, manifest.files(), beside);
        findings.addAll(differing);
        if (differing.isEmpty()) {
            checked.add(manifest.files().size() + " files: size and SHA-256 as the manifest names them, and no others");
            onTrust.addAll(TakenOnTrust.named(folder, manifest));
        }
        report(manifest);
    }

    /**
     * A report says who asked for it when, which no manifest knows, so it cannot be made again. That it is whole and
     * has these lines within shows damage only: its pages may say anything.
     */
    private void report(StatedManifest manifest) throws IOException {
        Path report = folder.resolve(AuditReport.FILE_NAME);
        if (Files.notExists(report, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Optional<String> differs = Optional.empty();
        for (StatedManifest.Stated file : manifest.files()) {
            if (file.name().equals(CopyFormat.JSON_LINES.fileName())) {
                differs = ReportCheck.of(report, file.sha256());
            }
        }
        if (differs.isPresent()) {
            tell(differs.get());
        } else {
            onTrust.add(TakenOnTrust.report(report));
        }
    }

    private void proof(StatedManifest manifest, StatedManifest.Ledger ledger) throws IOException {
        for (Map.Entry<String, byte[]> file : NotedFiles.of(manifest).entrySet()) {
            SmallFile.expect(folder, file.getKey(), file.getValue(), "what the manifest has of it", this::tell);
        }
        SignedNote note;
        Checkpoint checkpoint;
        try {
            note = SignedNote.parse(ledger.checkpoint());
            if (!note.verifiedBy(manifest.keys()).containsAll(manifest.keys())) {
                throw new NotVerified("not all keys that the manifest names signed it");
            }
            checkpoint = Checkpoint.parse(note.text());
        } catch (NotVerified differs) {
            tell(CopyCheck.CHECKPOINT + ": " + differs.getMessage());
            return;
        }
        checked.add(CopyCheck.CHECKPOINT + ": " + checkpoint.head().size() + " events of " + checkpoint.origin()
                + ", signed by " + new KeysOfCopy(manifest.keys(), trusted).signers());
        requireRange(manifest, ledger.range());
        for (String name : List.of(
                ProofFile.ENTRIES.fileName(),
                ProofFile.PAYLOADS.fileName(),
                ProofFile.LEAVES.fileName(),
                CopyFormat.CSV.fileName(),
                CopyFormat.JSON_LINES.fileName())) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                tell(name + " is missing, so the entries could not be checked");
                return;
            }
        }
        try (EntriesWalk walk = new EntriesWalk(folder, manifest, ledger)) {
            List<Finding> differing = walk.run(checkpoint.head());
            findings.addAll(differing);
            if (differing.isEmpty()) {
                told(walk, ledger.range());
                attestations(ledger, note);
            }
        } catch (NotVerified differs) {
            tell(String.valueOf(differs.getMessage()));
        }
    }

    private void attestations(StatedManifest.Ledger ledger, SignedNote own) throws IOException {
        Attestations attestations = new Attestations(folder, ledger, own);
        attestations.check(trust);
        checked.addAll(attestations.checked());
        attestations.differing().forEach(this::tell);
        onTrust.addAll(attestations.onTrust());
    }

    private void told(EntriesWalk walk, TreeRange range) {
        long others = range.count() - walk.events();
        checked.add(ProofFile.LEAVES.fileName() + ": the leaves of "
                + (range.count() == 0
                        ? "no event"
                        : range.count() + " events, " + range.first() + " to " + (range.end() - 1))
                + ", give the checkpoint's root");
        checked.add(ProofFile.ENTRIES.fileName() + ": " + walk.events() + " events, each under its leaf; of " + others
                + " others of the range the copy has the leaf alone");
        checked.add(CopyFormat.CSV.fileName() + ", " + CopyFormat.JSON_LINES.fileName() + ": " + walk.lines()
                + " entries, made again from the ledger's entries and the same to the byte");
    }

    /** All events that the filter makes one look at up to the head: else some could be left out by a shorter range. */
    private void requireRange(StatedManifest manifest, TreeRange range) {
        long end = manifest.filter().highest(manifest.head()) + 1;
        if (range.end() != end || range.first() != Math.min(manifest.filter().lowest(), end)) {
            tell(CopyCheck.MANIFEST + ": the leaves are of another range than that of filter and head");
        }
    }

    private void tell(String what) {
        findings.add(new Finding(Finding.NOT_OF_AN_EVENT, what));
    }
}
