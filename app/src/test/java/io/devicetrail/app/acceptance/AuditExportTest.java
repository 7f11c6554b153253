package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.because;
import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.devicetrail.app.Requirement;
import io.devicetrail.app.cli.CommandLineInterface;
import io.devicetrail.app.instance.Cast;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an auditor downloads is what the API shows, although the one reads the log and the other a read model. */
class AuditExportTest {
    private static final String FORMULA = "=1+1";

    private final Api api = Api.shared();

    @Test
    @Requirement({"11.10(b)", "Annex 11 s.8.1", "Annex 11 draft 12.4"})
    void bothCopiesOfADeviceTellWhatTheApiTells() {
        Plant plant = Plant.of(api, "audited");
        String device = plant.registered(with(plant.device("A-1"), Map.of("batch", FORMULA)));
        api.done(
                "enrolDevice",
                with(because(device), Map.of("reason", "+41 44 000: call, \"quoted\"", "reasonCode", "X")));
        plant.tag(device, "note", "'quoted");
        long tagged = plant.tag(device, "note", "-");
        api.done(
                "correctEntry",
                Map.of(
                        "tenant",
                        "audited",
                        "index",
                        tagged,
                        "ordinal",
                        0,
                        "expectedValue",
                        "-",
                        "newValue",
                        "=2",
                        "reason",
                        "misread"));
        plant.registered("A-2");

        List<Map<String, String>> shown = shown("audited", device);
        assertThat(shown).hasSizeGreaterThan(5);
        assertThat(shown.getLast()).containsEntry("corrects", tagged + "/0");
        assertThat(jsonLines("audited", device)).isEqualTo(shown);
        String csv = api.get(Cast.AUDITOR, "/audit-export?format=csv&tenant=audited&record=" + device)
                .body();
        assertThat(csv).contains(",'" + FORMULA + ",").doesNotContain("," + FORMULA);
        assertThat(cells(csv)).isEqualTo(shown);
    }

    @Test
    void theCommandMakesNoEmptyCopyOfATenantThatNeverWas(@TempDir Path folder) throws IOException {
        Plant plant = Plant.of(api, "exported");
        String device = plant.registered("E-1");
        Path copy = folder.resolve("copy");

        assertThat(export(copy, "--tenant", "exporte"))
                .isEqualTo("1: devicetrail: The log knows no tenant exporte; check the short name.\n");
        assertThat(export(copy, "--tenant", "exported", "--device", "E-1"))
                .startsWith("1: devicetrail: record must be the id (a UUID)")
                .endsWith("but is: E-1\n");
        assertThat(folder).isEmptyDirectory();
        assertThat(export(copy, "--tenant", "exported", "--device", device.toUpperCase(Locale.ROOT)))
                .isEqualTo("0: ");
        assertOnRecord(copy, device);
        assertThat(copy.resolve("audit-trail.csv")).content().contains(device);
        assertThat(copy.resolve("ledger-key.txt"))
                .content()
                .isEqualTo(api.get("/ledger/key").body());
        assertThat(CommandLineInterface.run("verify", copy.toString())).isEqualTo(3);
        assertThat(verified(copy, folder)).isZero();
        assertThat(CommandLineInterface.run(
                        "verify",
                        "--url",
                        api.instance().addresses().http(),
                        "--token-file",
                        Cast.AUDITOR.tokenFile(),
                        "--key",
                        copy.resolve("ledger-key.txt").toString(),
                        "--earlier",
                        copy.resolve("ledger-checkpoint.txt").toString()))
                .isZero();
    }

    @Test
    @Requirement({"11.10(b)", "Annex 11 draft 12.1"})
    void aReportIsAddedForAReasonAndIsOnRecordWithIt(@TempDir Path folder) throws IOException {
        Plant plant = Plant.of(api, "reported");
        String device = plant.registered("R-1");
        Path copy = folder.resolve("copy");

        assertThat(export(copy, "--tenant", "reported", "--device", device, "--pdf", "Inspection of R-1"))
                .isEqualTo("0: ");

        Path report = copy.resolve("report.pdf");
        List<JsonNode> ofReports = new ArrayList<>();
        for (JsonNode edge : api.auditTrail("reported", null)) {
            if (edge.path("node").path("reason").asString("").equals("Inspection of R-1")) {
                ofReports.add(edge.path("node"));
            }
        }
        assertThat(values(ofReports, "format")).containsExactly("pdf");
        assertThat(values(ofReports, "sha256")).containsExactly(sha256(report));
        assertThat(verified(copy, folder)).isZero();
        byte[] changed = Files.readAllBytes(report);
        changed[changed.length / 2] ^= 1;
        Files.write(report, changed);
        assertThat(verified(copy, folder)).isEqualTo(1);
    }

    /** With the keys that the site publishes. */
    private int verified(Path copy, Path folder) throws IOException {
        Path keys = folder.resolve("keys");
        Files.writeString(keys, api.get("/ledger/key").body());
        return CommandLineInterface.run("verify", copy.toString(), "--key", keys.toString());
    }

    /** All files with entries, in the auditor's name, with the hashes of what arrived; and neither holds its own export. */
    private void assertOnRecord(Path copy, String device) {
        List<JsonNode> exported = new ArrayList<>();
        for (JsonNode edge : api.auditTrail("exported", null)) {
            JsonNode entry = edge.path("node");
            if (entry.path("recordType").asString().equals("audit export")) {
                exported.add(entry);
            }
        }
        assertThat(values(exported, "format")).containsExactly("csv", "jsonl", "ledger-entries");
        assertThat(values(exported, "record")).containsExactly(device, device, device);
        assertThat(values(exported, "sha256"))
                .containsExactly(
                        sha256(copy.resolve("audit-trail.csv")),
                        sha256(copy.resolve("audit-trail.jsonl")),
                        sha256(copy.resolve("ledger-entries.jsonl")));
        assertThat(exported)
                .allSatisfy(
                        entry -> assertThat(entry.path("actorName").asString()).isEqualTo("The auditor"));
        assertThat(copy.resolve("audit-trail.csv")).content().doesNotContain("auditexport.");
        assertThat(api.ask(
                                "signatures",
                                Map.of(
                                        "record",
                                        Map.of(
                                                "kind",
                                                "AUDIT_EXPORT",
                                                "id",
                                                exported.getFirst()
                                                        .path("recordId")
                                                        .asString()),
                                        "after",
                                        api.head()))
                        .path("state")
                        .asString())
                .isEqualTo("UNSIGNED");
    }

    private static List<String> values(List<JsonNode> entries, String field) {
        return entries.stream()
                .filter(entry -> entry.path("field").asString().equals(field))
                .map(entry -> entry.path("to").asString())
                .toList();
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The exit code, and what the command said of its failure. */
    private String export(Path out, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("export", "--home", api.instance().home().toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--out", out.toString(), "--token-file", Cast.AUDITOR.tokenFile()));
        PrintStream before = System.err;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            int exit = CommandLineInterface.run(arguments.toArray(String[]::new));
            // In a test's JVM the log goes to the same place, also that of an instance which another test starts.
            return exit + ": "
                    + caught.toString(StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.startsWith("devicetrail: "))
                            .map(line -> line + "\n")
                            .collect(Collectors.joining());
        } finally {
            System.setErr(before);
        }
    }

    /** The read model's entries; values that are missing are left out, times are compared as times. */
    private List<Map<String, String>> shown(String tenant, String device) {
        List<Map<String, String>> entries = new ArrayList<>();
        for (JsonNode edge : api.auditTrail(tenant, device)) {
            entries.add(entry(edge.path("node")));
        }
        return entries;
    }

    private List<Map<String, String>> jsonLines(String tenant, String device) {
        return api.get(Cast.AUDITOR, "/audit-export?format=jsonl&tenant=" + tenant + "&record=" + device)
                .body()
                .lines()
                .map(line -> entry(Api.JSON.readTree(line)))
                .toList();
    }

    private static Map<String, String> entry(JsonNode node) {
        Map<String, String> entry = new HashMap<>();
        node.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                entry.put(field.getKey(), field.getValue().asString());
            }
        });
        return sameTime(entry);
    }

    private static List<Map<String, String>> cells(String csv) {
        List<Map<String, String>> entries = new ArrayList<>();
        for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(csv)) {
            Map<String, String> entry = new HashMap<>();
            row.getFieldsAsMap().forEach((name, cell) -> {
                String value = undone(cell);
                if (value != null) {
                    entry.put(name, value);
                }
            });
            entries.add(sameTime(entry));
        }
        return entries;
    }

    /** As docs/audit-export.md tells a reader to. */
    private static @Nullable String undone(String cell) {
        if (cell.isEmpty()) {
            return null;
        }
        return cell.startsWith("'") ? cell.substring(1) : cell;
    }

    private static Map<String, String> sameTime(Map<String, String> entry) {
        entry.computeIfPresent("recordedAt", (name, time) -> Instant.parse(time).toString());
        return new TreeMap<>(entry);
    }
}
