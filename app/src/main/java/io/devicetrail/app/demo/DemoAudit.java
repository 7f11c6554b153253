package io.devicetrail.app.demo;

import io.devicetrail.audit.copy.CopyFormat;
import io.devicetrail.audit.copy.ExportFailed;
import io.devicetrail.audit.copy.ExportRun;
import io.devicetrail.audit.copy.check.CopyReport;
import io.devicetrail.audit.copy.check.CopyVerdict;
import io.devicetrail.audit.copy.check.CopyVerification;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.domain.authority.Role;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** Prints the audit trail of one device as a table, exports it, and checks that both tell the same. */
final class DemoAudit {
    private static final int PAGE = 1_000;
    private static final Duration MOST_WAITED = Duration.ofSeconds(10);
    private static final String ROW = "    %-5s %-20s %-18s %-15s %-20s %-30s %s";

    private final DemoPlatform platform;
    private final DemoReport report;
    private final GraphQlClient api;

    DemoAudit(DemoPlatform platform, DemoReport report, GraphQlClient api) {
        this.platform = platform;
        this.report = report;
        this.api = api;
    }

    Map<String, Object> show(String device) {
        JsonNode edges = api.ask(
                        Role.AUDITOR, """
                        query($tenant: ID!, $device: ID!, $first: Int!) {
                          auditTrail(tenant: $tenant, record: $device, first: $first) { edges { node {
                            index recordedAt actorName actorRole field from to reason } } } }""", Map.of("tenant", Registration.TENANT, "device", device, "first", PAGE))
                .path("auditTrail")
                .path("edges");
        report.tell(String.format(Locale.ROOT, ROW, "index", "when (UTC)", "who", "role", "what", "from → to", "why"));
        for (JsonNode edge : edges) {
            JsonNode entry = edge.path("node");
            report.tell(String.format(
                    Locale.ROOT,
                    ROW,
                    entry.path("index"),
                    cut(entry.path("recordedAt").asString(), 20),
                    cut(entry.path("actorName").asString(), 18),
                    cut(entry.path("actorRole").asString(), 15),
                    cut(entry.path("field").asString(), 20),
                    cut(
                            entry.path("from").asString("–") + " → "
                                    + entry.path("to").asString("–"),
                            30),
                    cut(entry.path("reason").asString(""), 60)));
        }
        ExportRun.Outcome copy = export(device);
        if (copy.entries() != edges.size() || edges.isEmpty()) {
            throw new DemoFailure("the export has " + copy.entries() + " entries, the audit trail " + edges.size());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("entries", edges.size());
        figures.put("exported", copy.files().stream().map(Path::toString).toList());
        figures.putAll(proven(copy.folder()));
        return figures;
    }

    /** What an auditor does with a copy at home, with the site's keys, and what one byte that is changed comes to. */
    private Map<String, Object> proven(Path copy) {
        Path altered = copy.resolveSibling(copy.getFileName() + "-altered");
        try {
            List<VerifierKey> keys = keys();
            CopyVerdict verdict = CopyVerification.of(copy, keys);
            if (CopyReport.exitCode(verdict) != CopyReport.RIGHT) {
                throw new DemoFailure("the copy does not prove itself: " + verdict);
            }
            verdict.checked().forEach(line -> report.tell("    " + line));
            FileSystemUtils.copyRecursively(copy, altered);
            Path lines = altered.resolve(CopyFormat.JSON_LINES.fileName());
            byte[] bytes = Files.readAllBytes(lines);
            bytes[bytes.length / 2] ^= 1;
            Files.write(lines, bytes);
            CopyVerdict refused = CopyVerification.of(altered, keys);
            if (refused.ok()) {
                throw new DemoFailure("a byte of the copy was changed, and nothing found");
            }
            report.tell("    one byte changed: " + refused.findings().getFirst().what());
            return Map.of(
                    "proven",
                    verdict.checked().size(),
                    "oneByteChanged",
                    refused.findings().getFirst().what());
        } catch (IOException e) {
            throw new DemoFailure("the copy cannot be read: " + e.getMessage(), e);
        } finally {
            remove(altered);
        }
    }

    /** As the site publishes them: those that are in the copy show nothing of whose it is. */
    private List<VerifierKey> keys() throws IOException {
        HttpRequest published = HttpRequest.newBuilder(platform.http().resolve("/ledger/key"))
                .timeout(MOST_WAITED)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> answer = http.send(published, HttpResponse.BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new DemoFailure("/ledger/key answered " + answer.statusCode());
            }
            return answer.body().map(VerifierKey::parse).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    private static void remove(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException remains) {
            throw new DemoFailure(folder + " could not be removed: " + remains.getMessage(), remains);
        }
    }

    /** The audit trail of any record, as files that an auditor takes away. */
    ExportRun.Outcome export(String record) {
        Path folder = platform.folder().resolve("audit-" + record);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return new ExportRun(http, api.token(Role.AUDITOR))
                    .run(
                            new ExportRun.Order(platform.http(), Registration.TENANT, record, null, null, folder),
                            (file, bytes) -> {});
        } catch (ExportFailed e) {
            throw new DemoFailure(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
