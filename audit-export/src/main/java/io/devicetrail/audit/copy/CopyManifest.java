package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeRange;
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
 * What was copied, from which log, what its bytes hash to, and where in the ledger it is. Of two copies of the same part
 * of the same log only {@code exportedAt}, {@code software}, and what grows and changes with the ledger may differ:
 * {@code keys}, and in {@code ledger} the checkpoint, the hashes right of the copy, and what others attest.
 *
 * @param head index of the newest event of the log that the copy knows of; -1 for an empty log
 * @param events how many events the copy has entries of
 * @param entries how many entries each file holds
 * @param firstIndex log index of the first entry; null if there is none
 * @param lastIndex log index of the last entry; null if there is none
 * @param keys verifier keys of the ledger; none where there is no ledger
 * @param ledger null where nothing proves the copy
 * @param unproven why not; null where something does
 * @param software version that made the copy
 */
record CopyManifest(
        TrailFilter filter,
        long head,
        long events,
        long entries,
        @Nullable Long firstIndex,
        @Nullable Long lastIndex,
        List<CopiedFile> files,
        List<String> keys,
        @Nullable Proof ledger,
        @Nullable String unproven,
        String software,
        Instant exportedAt) {
    /** Its file's name. */
    static final String FILE_NAME = "manifest.json";

    private static final String FORMAT = "devicetrail-audit-copy/2";

    /**
     * One file of the copy.
     *
     * @param sha256 lower-case hex
     */
    record CopiedFile(CopyFile file, long bytes, String sha256) {}

    /**
     * Where in the ledger the copy is.
     *
     * @param checkpoint the signed note, covering all of it
     * @param range of all events that were looked at, with the hashes around it
     * @param cosigned what witnesses have cosigned last; null where nothing of it is in the range
     * @param stamped what an authority has stamped; null where nothing of it is in the range
     */
    record Proof(
            String checkpoint,
            TreeRange range,
            @Nullable Attested cosigned,
            @Nullable Attested stamped) {}

    /**
     * Another checkpoint of the ledger, under which somebody else has put his word. Up to where it ends, or the range
     * does, its tree has the leaves of the copy, and left of them the same hashes.
     *
     * @param checkpoint the signed note as it was cosigned or stamped
     * @param right roots of the perfect subtrees of its tree behind the range; none where it ends within the range
     * @param answer an authority's, RFC 3161 TimeStampResp in DER, as base64; null for witnesses
     */
    record Attested(
            String checkpoint,
            List<TreeHash> right,
            @Nullable String answer) {}

    /** One RFC 8785 object and a line feed; 64-bit numbers as strings. */
    byte[] json() throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("head", Long.toString(head));
        json.put("events", Long.toString(events));
        json.put("entries", Long.toString(entries));
        json.put("firstIndex", text(firstIndex));
        json.put("lastIndex", text(lastIndex));
        json.put("software", software);
        json.put("exportedAt", AuditColumn.utcMicroseconds(exportedAt));
        json.put("unproven", unproven);
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
        ArrayNode verifiers = json.putArray("keys");
        keys.forEach(verifiers::add);
        if (ledger == null) {
            json.putNull("ledger");
        } else {
            put(json.putObject("ledger"), ledger);
        }
        byte[] canonical = Canonical.bytes(json);
        byte[] line = Arrays.copyOf(canonical, canonical.length + 1);
        line[canonical.length] = '\n';
        return line;
    }

    private static void put(ObjectNode json, Proof proof) {
        json.put("checkpoint", proof.checkpoint());
        json.put("first", Long.toString(proof.range().first()));
        json.put("events", Long.toString(proof.range().count()));
        put(json.putArray("left"), proof.range().left());
        put(json.putArray("right"), proof.range().right());
        put(json, "cosigned", proof.cosigned());
        put(json, "stamped", proof.stamped());
    }

    private static void put(ObjectNode json, String name, @Nullable Attested attested) {
        if (attested == null) {
            json.putNull(name);
            return;
        }
        ObjectNode object = json.putObject(name);
        object.put("checkpoint", attested.checkpoint());
        put(object.putArray("right"), attested.right());
        if (attested.answer() != null) {
            object.put("answer", attested.answer());
        }
    }

    private static void put(ArrayNode json, List<TreeHash> hashes) {
        hashes.forEach(hash -> json.add(hash.base64()));
    }

    private static @Nullable String text(@Nullable Long number) {
        return number == null ? null : number.toString();
    }

    /** As asked, not rounded: a filter of nanoseconds stays one. */
    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
