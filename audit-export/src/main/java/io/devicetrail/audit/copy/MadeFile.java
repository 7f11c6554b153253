package io.devicetrail.audit.copy;

import io.devicetrail.audit.report.AuditReport;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A file of a copy that is whole.
 *
 * @param format as an export of it says; of what stands beside the manifest, what it is
 * @param entries lines of the trail, or events, or lines about them; 0 for what has none
 * @param sha256 lower-case hex
 */
public record MadeFile(String name, String format, long entries, long bytes, String sha256) {
    private static final Map<String, String> BESIDE = Map.of(
            CopyManifest.FILE_NAME, "manifest",
            CopyCheck.NOTE, "manifest-note",
            CopyCheck.CMS, "manifest-cms",
            CopyCheck.KEYS, "ledger-key",
            CopyCheck.CHECKPOINT, "ledger-checkpoint",
            CopyCheck.COSIGNED, "ledger-cosigned",
            CopyCheck.STAMPED, "ledger-stamped",
            CopyCheck.TIMESTAMP, "ledger-timestamp",
            AuditReport.FILE_NAME, Reports.FORMAT);

    /** Reads each once. */
    static List<MadeFile> of(List<Path> files, JsonNode manifest) throws IOException {
        long entries = Long.parseLong(manifest.required("entries").asString());
        List<MadeFile> made = new ArrayList<>();
        for (Path file : files) {
            made.add(of(file, entries));
        }
        return made;
    }

    /** Whether handing it out is an export; of payloads mostly none has to be told, and an empty file says nothing. */
    public boolean isOfEvents() {
        return named(name).map(MadeFile::hasContents).orElseGet(() -> format.equals(Reports.FORMAT)) && bytes > 0;
    }

    /** Whether it has all entries of the trail, and its number of them is that of the copy. */
    public boolean hasAllEntries() {
        return format.equals(CopyFormat.CSV.parameter());
    }

    public String mediaType() {
        return named(name)
                .map(CopyFile::mediaType)
                .orElseGet(() -> name.equals(AuditReport.FILE_NAME)
                        ? AuditReport.MEDIA_TYPE
                        : name.equals(CopyManifest.FILE_NAME) ? "application/json" : "application/octet-stream");
    }

    private static MadeFile of(Path file, long entries) throws IOException {
        String name = String.valueOf(file.getFileName());
        Fingerprint fingerprint = new Fingerprint(OutputStream.nullOutputStream());
        try (InputStream in = Files.newInputStream(file)) {
            Lines lines = new Lines(in);
            fingerprint.seen(lines);
            Optional<CopyFile> known = named(name);
            long told = name.equals(AuditReport.FILE_NAME)
                            || known.filter(CopyFormat.CSV::equals).isPresent()
                    ? entries
                    : known.filter(MadeFile::hasContents).isPresent() ? lines.count : 0;
            return new MadeFile(
                    name,
                    known.map(CopyFile::parameter).orElseGet(() -> BESIDE.getOrDefault(name, name)),
                    told,
                    fingerprint.count(),
                    fingerprint.sha256());
        }
    }

    private static boolean hasContents(CopyFile file) {
        return !(file instanceof ProofFile proof) || proof.isOfEvents();
    }

    private static Optional<CopyFile> named(String name) {
        return Stream.<CopyFile[]>of(CopyFormat.values(), ProofFile.values(), ReportFile.values())
                .flatMap(Arrays::stream)
                .filter(file -> file.fileName().equals(name))
                .findFirst();
    }

    /** Counts line feeds as they pass. */
    private static final class Lines extends InputStream {
        private final InputStream in;
        private long count;

        private Lines(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            throw new UnsupportedOperationException("read by the buffer");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            for (int at = offset; at < offset + read; at++) {
                count += bytes[at] == '\n' ? 1 : 0;
            }
            return read;
        }
    }
}
