package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.TrailFilter;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was copied, from which log, and what its bytes hash to. Only {@code exportedAt} and {@code software} may differ
 * between two copies of the same part of the same log.
 *
 * @param head index of the newest event of the log that the copy knows of; -1 for an empty log
 * @param entries how many entries each file holds
 * @param firstIndex log index of the first entry; null if there is none
 * @param lastIndex log index of the last entry; null if there is none
 * @param software version that made the copy
 */
record CopyManifest(
        TrailFilter filter,
        long head,
        long entries,
        @Nullable Long firstIndex,
        @Nullable Long lastIndex,
        List<CopiedFile> files,
        String software,
        Instant exportedAt) {
    /** Its file's name. */
    static final String FILE_NAME = "manifest.json";

    private static final String FORMAT = "devicetrail-audit-copy/1";

    /**
     * One file of the copy.
     *
     * @param sha256 lower-case hex
     */
    record CopiedFile(CopyFile file, long bytes, String sha256) {}

    /** One RFC 8785 object and a line feed; 64-bit numbers as strings. */
    byte[] json() throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("head", Long.toString(head));
        json.put("entries", Long.toString(entries));
        json.put("firstIndex", text(firstIndex));
        json.put("lastIndex", text(lastIndex));
        json.put("software", software);
        json.put("exportedAt", AuditColumn.utcMicroseconds(exportedAt));
        ObjectNode asked = json.putObject("filter");
        asked.put("tenant", filter.tenant().value());
        asked.put("record", filter.record());
        asked.put("from", time(filter.from()));
        asked.put("to", time(filter.to()));
        asked.put("first", text(filter.first()));
        asked.put("last", text(filter.last()));
        ArrayNode copied = json.putArray("files");
        for (CopiedFile file : files) {
            ObjectNode entry = copied.addObject();
            entry.put("name", file.file().fileName());
            entry.put("format", file.file().parameter());
            entry.put("bytes", Long.toString(file.bytes()));
            entry.put("sha256", file.sha256());
        }
        byte[] canonical = Canonical.bytes(json);
        byte[] line = Arrays.copyOf(canonical, canonical.length + 1);
        line[canonical.length] = '\n';
        return line;
    }

    private static @Nullable String text(@Nullable Long number) {
        return number == null ? null : number.toString();
    }

    /** As asked, not rounded: a filter of nanoseconds stays one. */
    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
