package io.devicetrail.audit.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditCopiesTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final TrailFilter ALL = TrailFilter.ofTenant(TENANT);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T08:00:00.5Z"), ZoneOffset.UTC);

    private final ListedLog log = ListedLog.ofEveryEvent(TENANT);
    private final AuditCopies copies = new AuditCopies(new AuditTrail(log), CLOCK, Optional.empty());

    @Test
    @Requirement("11.10(b)")
    void theCsvReadBackAndUndoneIsTheEntries() throws IOException {
        List<List<String>> expected = new ArrayList<>();
        for (AuditEntry entry : entries()) {
            expected.add(
                    Arrays.stream(AuditColumn.values()).map(c -> c.of(entry)).toList());
        }

        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().skipEmptyLines(false).ofCsvRecord(new String(copy(CopyFormat.CSV), UTF_8))) {
            for (CsvRecord row : reader) {
                rows.add(row.getFields());
            }
        }

        assertThat(rows.removeFirst())
                .containsExactlyElementsOf(Arrays.stream(AuditColumn.values())
                        .map(AuditColumn::title)
                        .toList());
        assertThat(rows.stream()
                        .map(row -> row.stream().map(CellEscape::undo).toList())
                        .toList())
                .isEqualTo(expected);
    }

    @Test
    void noCsvCellStartsAFormula() throws IOException {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(new String(copy(CopyFormat.CSV), UTF_8))) {
            reader.forEach(
                    row -> assertThat(row.getFields()).noneMatch(cell -> cell.matches("(?s)\\s*[=+@\\t\\r-].*")));
        }
    }

    @Test
    @Requirement("11.10(b)")
    void eachJsonLineIsCanonicalAndWhole() throws IOException {
        List<String> lines =
                new String(copy(CopyFormat.JSON_LINES), UTF_8).lines().toList();

        assertThat(lines).hasSameSizeAs(entries());
        for (int i = 0; i < lines.size(); i++) {
            AuditEntry entry = entries().get(i);
            assertThat(new JsonCanonicalizer(lines.get(i)).getEncodedString()).isEqualTo(lines.get(i));
            JsonNode json = JsonMapper.builder().build().readTree(lines.get(i));
            assertThat(json.size()).isEqualTo(AuditColumn.values().length);
            for (AuditColumn column : AuditColumn.values()) {
                JsonNode value = json.required(column.title());
                assertThat(value.isNull() ? null : value.asString())
                        .as(column.title())
                        .isEqualTo(column.of(entry));
            }
        }
    }

    /** Written by hand from RFC 8785 and the field list, not by the code under test. */
    @Test
    void theFirstJsonLineIsWhatTheFormatSays() throws IOException {
        assertThat(new String(copy(CopyFormat.JSON_LINES), UTF_8).lines().findFirst())
                .contains("{\"actorId\":\"test\",\"actorName\":\"test\",\"actorRole\":\"process\","
                        + "\"actorType\":\"PROCESS\",\"address\":\"local\",\"authentication\":\"in-process\","
                        + "\"causationId\":\"causation-0\",\"client\":\"devicetrail\",\"commandId\":\"command-0\","
                        + "\"corrects\":null,\"correlationId\":\"correlation-0\",\"event\":\"tenant.TenantCreated\",\"field\":\"name\","
                        + "\"from\":null,\"index\":\"0\",\"ordinal\":0,\"reason\":\"+41 said so\","
                        + "\"reasonCode\":null,\"recordId\":\"acme\",\"recordType\":\"tenant\","
                        + "\"recordedAt\":\"2026-11-20T10:00:00.000001Z\",\"tenant\":\"acme\","
                        + "\"to\":\"Tenant, \\\"quoted\\\"\",\"unit\":null,\"zone\":\"Europe/Zurich\"}");
    }

    /** A JVM per locale and zone: what takes its default once, at its start, would not see one that is set later. */
    @ParameterizedTest
    @CsvSource({"tr-TR,Pacific/Kiritimati", "ar-EG-u-nu-arab,America/St_Johns", "th-TH-u-ca-buddhist-nu-thai,Asia/Tokyo"
    })
    void theSameLogGivesTheSameBytesInAnyLocaleAndZone(String locale, String zone, @TempDir Path folder)
            throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.timezone=" + zone,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ManifestIn.class.getName(),
                        locale)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(output)).isEqualTo(everyFormOfEveryEvent());
    }

    /** Prints the manifest, and with it the SHA-256 of every copy, and that of every other form. */
    static final class ManifestIn {
        private ManifestIn() {}

        public static void main(String[] args) throws IOException {
            Locale.setDefault(Locale.forLanguageTag(args[0]));
            System.out.write(everyFormOfEveryEvent().getBytes(UTF_8));
            System.out.flush();
        }
    }

    private static String everyFormOfEveryEvent() throws IOException {
        ListedLog every = ListedLog.ofEveryEvent(TENANT);
        AuditCopies copies = new AuditCopies(new AuditTrail(every), CLOCK, Optional.empty());
        StringBuilder said = new StringBuilder(new String(
                copies.manifest(ALL, every.head(), AuditTrail.Progress.NONE).json(), UTF_8));
        for (CopyFormat format : CopyFormat.values()) {
            copies.write(
                    format,
                    ALL,
                    every.head(),
                    OutputStream.nullOutputStream(),
                    file -> said.append(file).append('\n'));
        }
        return said.toString();
    }

    @Test
    @Requirement("11.10(b)")
    void theManifestSaysWhatTheFilesHold() throws Exception {
        TrailFilter filter =
                new TrailFilter(TENANT, EveryEvent.pump(TENANT).toString(), ListedLog.START, null, 1L, null);

        JsonNode manifest = JsonMapper.builder()
                .build()
                .readTree(copies.manifest(filter, log.head(), AuditTrail.Progress.NONE)
                        .json());

        assertThat(manifest.at("/head").asString()).isEqualTo(Long.toString(log.head()));
        assertThat(manifest.at("/filter/record").asString())
                .isEqualTo(EveryEvent.pump(TENANT).toString());
        assertThat(manifest.at("/firstIndex").asString()).isEqualTo("4");
        assertThat(manifest.at("/exportedAt").asString()).isEqualTo("2026-11-21T08:00:00.500000Z");
        for (CopyFormat format : CopyFormat.OF_A_COPY) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            copies.write(format, filter, log.head(), out, AuditCopies.BeforeTheEnd.NOTHING);
            JsonNode file = manifest.at("/files/" + format.ordinal());
            assertThat(file.at("/bytes").asString()).isEqualTo(Integer.toString(out.size()));
            assertThat(file.at("/sha256").asString())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(out.toByteArray())));
        }
    }

    private byte[] copy(CopyFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copies.write(format, ALL, log.head(), out, AuditCopies.BeforeTheEnd.NOTHING);
        return out.toByteArray();
    }

    private List<AuditEntry> entries() {
        return log.events().stream()
                .flatMap(event -> AuditEntry.of(event).stream())
                .toList();
    }
}
