package io.devicetrail.audit.validation;

import io.devicetrail.audit.copy.Canonical;
import io.devicetrail.audit.copy.NewFolder;
import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.seal.Sealed;
import io.devicetrail.audit.validation.evidence.Sbom;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a pack: its files, a manifest with their hashes, and the signatures over that, as beside an audit copy. */
public final class PackFolder {
    public static final String MATRIX = "matrix.json";
    public static final String REPORT = "validation-pack.pdf";
    static final String INSTALLATION = "iq.json";
    static final String OPERATION = "oq.json";
    static final String PERFORMANCE = "pq.json";
    static final String SBOM = "sbom.json";

    private PackFolder() {}

    /**
     * @param place that does not exist yet; whole afterwards, or not there
     * @param keys of the ledger; that which signs notes signs the manifest
     */
    public static void write(ValidationPack pack, Path place, CopySeal seal, LedgerKeys keys) throws IOException {
        Map<String, byte[]> files = files(pack);
        byte[] manifest = manifest(pack, files, keys);
        CopySeal.Seal signatures = seal.seal(Sealed.VALIDATION_PACK, manifest, keys, pack.madeAt());
        StringBuilder lines = new StringBuilder();
        keys.verifiers().forEach(key -> lines.append(key.text()).append('\n'));
        files.put(CopyCheck.MANIFEST, manifest);
        files.put(CopyCheck.NOTE, signatures.note());
        files.put(CopyCheck.CMS, signatures.cms());
        files.put(CopyCheck.KEYS, lines.toString().getBytes(StandardCharsets.UTF_8));
        try (NewFolder folder = NewFolder.beside(place)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.file(file.getKey()), file.getValue());
            }
            folder.moveIntoPlace();
        }
    }

    private static Map<String, byte[]> files(ValidationPack pack) throws IOException {
        PackJson json = new PackJson(pack);
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] matrix = json.matrix();
        files.put(MATRIX, matrix);
        files.put(INSTALLATION, json.installation());
        files.put(OPERATION, json.operation());
        files.put(PERFORMANCE, json.performance());
        Sbom sbom = pack.installation().sbom();
        if (sbom != null) {
            files.put(SBOM, sbom.json());
        }
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        new PackReport(pack).write(matrix, report);
        files.put(REPORT, report.toByteArray());
        return files;
    }

    /** One RFC 8785 object and a line feed; 64-bit numbers as strings. */
    private static byte[] manifest(ValidationPack pack, Map<String, byte[]> files, LedgerKeys keys) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", Sealed.VALIDATION_PACK.format());
        json.put("software", pack.software());
        json.put("commit", pack.source().name());
        json.put("clean", pack.source().isClean());
        json.put("madeAt", pack.madeAt().toString());
        json.put("standing", pack.standing().name());
        ArrayNode named = json.putArray("files");
        files.forEach((name, bytes) -> {
            ObjectNode file = named.addObject();
            file.put("name", name);
            file.put("format", name.substring(name.lastIndexOf('.') + 1));
            file.put("bytes", Long.toString(bytes.length));
            file.put("sha256", PackJson.sha256(bytes));
        });
        ArrayNode verifiers = json.putArray("keys");
        keys.verifiers().stream().map(VerifierKey::text).forEach(verifiers::add);
        byte[] canonical = Canonical.bytes(json);
        byte[] line = Arrays.copyOf(canonical, canonical.length + 1);
        line[canonical.length] = '\n';
        return line;
    }
}
