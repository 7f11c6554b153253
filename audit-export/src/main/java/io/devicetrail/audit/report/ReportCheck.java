package io.devicetrail.audit.report;

import io.devicetrail.audit.report.pdf.WholeFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Whether the report in a folder is as it was written, and holds the machine copy that the folder's manifest names. A
 * report says who asked for it when, which no manifest knows; that it was handed out, and with which hash, is in the
 * log.
 */
public final class ReportCheck {
    private ReportCheck() {}

    /**
     * @param copySha256 of the entries as JSON Lines, lower-case hexadecimal
     * @return what differs
     */
    public static Optional<String> of(Path report, String copySha256) throws IOException {
        if (!Files.isRegularFile(report) || !WholeFile.is(report)) {
            return Optional.of(AuditReport.FILE_NAME + " was changed");
        }
        try {
            if (HexFormat.of().formatHex(WholeFile.attachment(report)).equals(copySha256)) {
                return Optional.empty();
            }
        } catch (ZipException | EOFException noContent) {
            return Optional.of(AuditReport.FILE_NAME + " was changed: what it holds cannot be read");
        }
        return Optional.of(AuditReport.FILE_NAME + " holds other entries than " + AuditReport.MACHINE_COPY);
    }
}
