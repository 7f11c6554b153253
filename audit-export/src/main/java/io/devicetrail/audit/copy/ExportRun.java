package io.devicetrail.audit.copy;

import io.devicetrail.audit.report.AuditReport;
import io.devicetrail.audit.report.ReportCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches a whole copy from a running instance into a new folder: the manifest first, which fixes the log's head, then
 * the files of the same head, each checked against the manifest, and what stands beside a manifest. The folder appears
 * under its name when all of it is there and checked, or not at all.
 */
public final class ExportRun {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final String token;

    /** @param token access token of somebody who may export */
    public ExportRun(HttpClient client, String token) {
        this.client = client;
        this.token = token;
    }

    /**
     * What to export.
     *
     * @param server base address of the instance, such as {@code http://127.0.0.1:8080}
     * @param record id of a record, for its trail alone
     * @param from earliest time of recording, inclusive, ISO 8601 with offset
     * @param to latest time of recording, exclusive, ISO 8601 with offset
     * @param folder the folder to make; it must not exist, as an earlier copy may be evidence
     * @param reportReason why a report is asked for as well; null for none
     */
    public record Order(
            URI server,
            String tenant,
            @Nullable String record,
            @Nullable String from,
            @Nullable String to,
            Path folder,
            @Nullable String reportReason) {
        /** Without a report. */
        public Order(
                URI server,
                String tenant,
                @Nullable String record,
                @Nullable String from,
                @Nullable String to,
                Path folder) {
            this(server, tenant, record, from, to, folder, null);
        }
    }

    /**
     * What was exported.
     *
     * @param head index of the newest event of the log at the export; -1 for an empty log
     * @param files in the new folder, the manifest among them
     * @param exports by the files' names, the ids of the records that say that they were handed out
     * @param unproven why nothing proves the copy; null if the ledger does
     */
    public record Outcome(
            Path folder,
            long head,
            long entries,
            List<Path> files,
            Map<String, String> exports,
            @Nullable String unproven) {}

    /** Is told of each file's bytes as they arrive. */
    @FunctionalInterface
    public interface Progress {
        void received(String file, long bytes);
    }

    /**
     * @throws ExportFailed with a line for a person
     * @throws InterruptedException if the thread is interrupted; nothing is left behind
     */
    public Outcome run(Order order, Progress progress) throws ExportFailed, InterruptedException {
        try (NewFolder folder = NewFolder.beside(order.folder())) {
            Path manifestFile = folder.file(CopyManifest.FILE_NAME);
            Fetched fetched = fetch(order, "manifest", null, manifestFile, progress);
            JsonNode manifest = JSON.readTree(Files.readAllBytes(manifestFile));
            String head = manifest.required("head").asString();
            List<Path> files = new ArrayList<>();
            Map<String, String> exports = new LinkedHashMap<>();
            for (JsonNode listed : manifest.required("files")) {
                files.add(fetchListed(order, listed, head, folder, exports, progress));
            }
            files.add(manifestFile);
            if (order.reportReason() != null) {
                files.add(fetchReport(order, manifest, folder, exports, progress));
            }
            files.addAll(ManifestCompanions.write(manifest, fetched.headers(), folder));
            folder.moveIntoPlace();
            return new Outcome(
                    order.folder(),
                    Long.parseLong(head),
                    Long.parseLong(manifest.required("entries").asString()),
                    files.stream()
                            .map(f -> order.folder().resolve(f.getFileName()))
                            .toList(),
                    exports,
                    manifest.path("unproven").isString()
                            ? manifest.path("unproven").asString()
                            : null);
        } catch (ExportFailed e) {
            throw e;
        } catch (IOException e) {
            throw new ExportFailed("the export failed: " + describe(e), e);
        } catch (JacksonException e) {
            throw new ExportFailed(order.server() + " did not answer as a Devicetrail: " + e.getOriginalMessage(), e);
        }
    }

    private Path fetchListed(
            Order order, JsonNode listed, String head, NewFolder folder, Map<String, String> exports, Progress progress)
            throws IOException, InterruptedException {
        String name = listed.required("name").asString();
        Path file = folder.file(name);
        Fetched got = fetch(order, listed.required("format").asString(), head, file, progress);
        String expected = listed.required("sha256").asString();
        String actual = got.sha256();
        if (!actual.equals(expected)) {
            throw new ExportFailed(name + " arrived with SHA-256 " + actual + " but the manifest says " + expected
                    + ": the log gave two answers for one head; keep both and ask who changed it");
        }
        // Mostly no event needs its payload as it is stored, and an empty file is on no record.
        got.headers()
                .firstValue(AuditExportController.EXPORT_HEADER)
                .filter(export -> got.bytes() > 0 || !name.equals(ProofFile.PAYLOADS.fileName()))
                .ifPresent(export -> exports.put(name, export));
        return file;
    }

    /** Of the same head; it holds what the manifest says of the entries, or it is none of this copy. */
    private Path fetchReport(
            Order order, JsonNode manifest, NewFolder folder, Map<String, String> exports, Progress progress)
            throws IOException, InterruptedException {
        Path file = folder.file(AuditReport.FILE_NAME);
        String head = manifest.required("head").asString();
        Fetched got = fetch(order, Reports.FORMAT, head, file, progress);
        for (JsonNode listed : manifest.required("files")) {
            if (listed.required("format").asString().equals(CopyFormat.JSON_LINES.parameter())) {
                Optional<String> differs =
                        ReportCheck.of(file, listed.required("sha256").asString());
                if (differs.isPresent()) {
                    throw new ExportFailed(differs.get() + " as the server gave it for the head " + head);
                }
            }
        }
        got.headers()
                .firstValue(AuditExportController.EXPORT_HEADER)
                .ifPresent(export -> exports.put(AuditReport.FILE_NAME, export));
        return file;
    }

    private record Fetched(String sha256, long bytes, HttpHeaders headers) {}

    private Fetched fetch(Order order, String format, @Nullable String head, Path file, Progress progress)
            throws IOException, InterruptedException {
        URI address = address(order, format, head);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new ExportFailed(refusal(response.statusCode(), body.readNBytes(1 << 16)));
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                Fingerprint fingerprint = new Fingerprint(out);
                byte[] buffer = new byte[1 << 16];
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    fingerprint.write(buffer, 0, read);
                    progress.received(String.valueOf(file.getFileName()), fingerprint.count());
                }
                return new Fetched(fingerprint.sha256(), fingerprint.count(), response.headers());
            }
        }
    }

    private static URI address(Order order, String format, @Nullable String head) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("tenant", order.tenant());
        putIfGiven(parameters, "record", order.record());
        putIfGiven(parameters, "from", order.from());
        putIfGiven(parameters, "to", order.to());
        putIfGiven(parameters, "head", head);
        parameters.put("format", format);
        if (format.equals(Reports.FORMAT)) {
            putIfGiven(parameters, "reason", order.reportReason());
        }
        StringBuilder query = new StringBuilder("/audit-export");
        parameters.forEach((name, value) -> query.append(query.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return order.server().resolve(query.toString());
    }

    private static void putIfGiven(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    private static String refusal(int status, byte[] body) {
        try {
            return JSON.readTree(body).path("detail").asString("the server answered " + status);
        } catch (JacksonException e) {
            return "the server answered " + status;
        }
    }

    private static String describe(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
