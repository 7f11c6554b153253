package io.devicetrail.audit.copy;

import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What stands beside a manifest: the signatures over it, which came with it, and the ledger's keys and checkpoint as it
 * names them, in the files that other tools take ({@code devicetrail verify --key --earlier}).
 */
final class ManifestCompanions {
    private ManifestCompanions() {}

    /** @return the files; those of a server without a ledger are none */
    static List<Path> write(JsonNode manifest, HttpHeaders headers, NewFolder folder) throws IOException {
        List<Path> files = new ArrayList<>();
        signature(headers, AuditExportController.NOTE_HEADER, folder.file(CopyCheck.NOTE), files);
        signature(headers, AuditExportController.CMS_HEADER, folder.file(CopyCheck.CMS), files);
        StringBuilder keys = new StringBuilder();
        manifest.path("keys").forEach(key -> keys.append(key.asString()).append('\n'));
        if (!keys.isEmpty()) {
            files.add(write(folder.file(CopyCheck.KEYS), keys.toString()));
        }
        if (manifest.path("ledger").isObject()) {
            String checkpoint = manifest.path("ledger").required("checkpoint").asString();
            files.add(write(folder.file(CopyCheck.CHECKPOINT), checkpoint));
        }
        return files;
    }

    private static void signature(HttpHeaders headers, String header, Path file, List<Path> files) throws IOException {
        String base64 = headers.firstValue(header).orElse("");
        if (!base64.isEmpty()) {
            files.add(Files.write(file, decoded(base64)));
        }
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] decoded(String header) throws ExportFailed {
        try {
            return Base64.getDecoder().decode(header);
        } catch (IllegalArgumentException e) {
            throw new ExportFailed("the server did not answer as a Devicetrail: a signature is no base64", e);
        }
    }
}
