package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.copy.CopyFormat;
import io.devicetrail.audit.copy.Guide;
import io.devicetrail.audit.copy.ProofFile;
import io.devicetrail.audit.copy.check.manifest.StatedFiles;
import io.devicetrail.audit.copy.check.manifest.StatedManifest;
import io.devicetrail.audit.report.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The files of a copy that the ledger does not show to be right, although nothing of them was found to differ. */
final class TakenOnTrust {
    /** Held against the ledger: what is in them cannot be other than it is. */
    private static final Set<String> MADE_AGAIN = Set.of(
            ProofFile.ENTRIES.fileName(),
            ProofFile.PAYLOADS.fileName(),
            ProofFile.LEAVES.fileName(),
            CopyFormat.CSV.fileName(),
            CopyFormat.JSON_LINES.fileName());

    private TakenOnTrust() {}

    /** Of the files that the manifest names. */
    static List<CopyVerdict.OnTrust> named(Path folder, StatedManifest manifest) throws IOException {
        List<CopyVerdict.OnTrust> files = new ArrayList<>();
        for (StatedManifest.Stated file : manifest.files()) {
            if (!MADE_AGAIN.contains(file.name()) && !isGuide(folder, file)) {
                files.add(new CopyVerdict.OnTrust(file.name(), "signed by the exporter, not made again"));
            }
        }
        return files;
    }

    /** No manifest names it, and anybody can set other pages around the same lines. */
    static CopyVerdict.OnTrust report(Path report) throws IOException {
        return new CopyVerdict.OnTrust(
                AuditReport.FILE_NAME,
                "not proven; its SHA-256 is " + StatedFiles.sha256(report)
                        + ": compare it with the one that the event of its own export tells"
                        + " (auditexport.AuditTrailExported, format pdf), which is later in the log than this copy");
    }

    private static boolean isGuide(Path folder, StatedManifest.Stated file) throws IOException {
        byte[] guide = Guide.bytes();
        return file.name().equals(ProofFile.GUIDE.fileName())
                && file.bytes() == guide.length
                && Arrays.equals(Files.readAllBytes(folder.resolve(file.name())), guide);
    }
}
