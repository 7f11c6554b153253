package io.devicetrail.audit.copy;

import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What stands beside a manifest: the signatures over it, which came with it, and the ledger's keys, its checkpoint and
 * what others attest, as it names them, in the files that other tools take ({@code devicetrail verify --key --earlier},
 * {@code openssl ts}).
 */
final class ManifestCompanions {
    private ManifestCompanions() {}

    /** @return the files; those of a server without a ledger are none */
    static List<Path> write(JsonNode manifest, HttpHeaders headers, NewFolder folder) throws IOException {
        List<Path> files = new ArrayList<>();
        signature(headers, AuditExportController.NOTE_HEADER, folder.file(CopyCheck.NOTE), files);
        signature(headers, AuditExportController.CMS_HEADER, folder.file(CopyCheck.CMS), files);
        for (Map.Entry<String, byte[]> file : named(manifest).entrySet()) {
            files.add(Files.write(folder.file(file.getKey()), file.getValue()));
        }
        return files;
    }

    /** What a manifest holds itself, by the names of the files. */
    static Map<String, byte[]> named(JsonNode manifest) throws ExportFailed {
        Map<String, byte[]> files = new LinkedHashMap<>();
        StringBuilder keys = new StringBuilder();
        manifest.path("keys").forEach(key -> keys.append(key.asString()).append('\n'));
        if (!keys.isEmpty()) {
            files.put(CopyCheck.KEYS, bytes(keys.toString()));
        }
        JsonNode ledger = manifest.path("ledger");
        if (ledger.isObject()) {
            files.put(CopyCheck.CHECKPOINT, checkpoint(ledger));
        }
        if (ledger.path("cosigned").isObject()) {
            files.put(CopyCheck.COSIGNED, checkpoint(ledger.path("cosigned")));
        }
        if (ledger.path("stamped").isObject()) {
            files.put(CopyCheck.STAMPED, checkpoint(ledger.path("stamped")));
            files.put(
                    CopyCheck.TIMESTAMP,
                    decoded(ledger.path("stamped").required("answer").asString()));
        }
        return files;
    }

    private static byte[] checkpoint(JsonNode json) {
        return bytes(json.required("checkpoint").asString());
    }

    private static void signature(HttpHeaders headers, String header, Path file, List<Path> files) throws IOException {
        String base64 = headers.firstValue(header).orElse("");
        if (!base64.isEmpty()) {
            files.add(Files.write(file, decoded(base64)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String base64) throws ExportFailed {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ExportFailed(
                    "the server did not answer as a Devicetrail: a signature or time-stamp is no base64", e);
        }
    }
}
