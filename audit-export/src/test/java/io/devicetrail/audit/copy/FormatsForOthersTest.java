package io.devicetrail.audit.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What systems that watch over others are given: each entry is one line, and says what the trail says. */
@Requirement("11.10(b)")
class FormatsForOthersTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final TrailFilter ALL = TrailFilter.ofTenant(TENANT);
    /** Of everything that a form has to escape. */
    private static final AuditEntry AWKWARD = new AuditEntry(
            7,
            1,
            Instant.parse("2026-11-20T10:00:00.000001Z"),
            "Europe/Zurich",
            "acme",
            "device",
            "d-1",
            "device.DeviceTagged",
            "a|b\\c=d",
            "one\r\ntwo\u0007",
            "\"quoted\" ] = | \\ é",
            null,
            "PERSON",
            "p-1",
            "Ada",
            "operator",
            "pwd otp",
            "127.0.0.1",
            "curl",
            null,
            "because",
            null,
            null,
            null,
            null);

    private final AuditCopies copies =
            new AuditCopies(new AuditTrail(ListedLog.ofEveryEvent(TENANT)), Clock.systemUTC(), Optional.empty());

    @Test
    void eachEntryIsACloudEventThatItsOwnLibraryReads() throws IOException {
        List<AuditEntry> entries = entries();
        List<String> lines = lines(CopyFormat.CLOUD_EVENTS);
        List<String> data = lines(CopyFormat.JSON_LINES);
        assertThat(lines).hasSameSizeAs(entries);
        for (int i = 0; i < lines.size(); i++) {
            AuditEntry entry = entries.get(i);
            CloudEvent event = new JsonFormat().deserialize(lines.get(i).getBytes(UTF_8));
            assertThat(event.getId()).isEqualTo(entry.index() + "/" + entry.ordinal());
            assertThat(event.getSource()).hasToString("urn:devicetrail:acme");
            assertThat(event.getType()).isEqualTo("io.devicetrail." + entry.event());
            assertThat(event.getSubject()).isEqualTo(entry.recordType() + "/" + entry.recordId());
            assertThat(event.getTime()).isNotNull();
            assertThat(event.getTime().toInstant()).isEqualTo(entry.recordedAt());
            assertThat(event.getData()).isNotNull();
            assertThat(Canonical.bytes(tools.jackson.databind.json.JsonMapper.builder()
                            .build()
                            .readTree(event.getData().toBytes())))
                    .asString(UTF_8)
                    .isEqualTo(data.get(i));
        }
    }

    /** By the grammar of RFC 5424, section 6. */
    @Test
    void eachEntryIsAMessageOfSyslogWithAllItsFields() throws IOException {
        Pattern message = Pattern.compile("<109>1 (\\S+) - devicetrail - audit \\[devicetrail@32473((?: [a-zA-Z]+"
                + "=\"(?:[^\"\\\\\\]]|\\\\[\"\\\\\\]])*\")+)]");
        Pattern field = Pattern.compile(" ([a-zA-Z]+)=\"((?:[^\"\\\\\\]]|\\\\[\"\\\\\\]])*)\"");
        List<AuditEntry> entries = entries();
        List<String> lines = lines(CopyFormat.SYSLOG);
        assertThat(lines).hasSameSizeAs(entries);
        for (int i = 0; i < lines.size(); i++) {
            Matcher read = message.matcher(lines.get(i));
            assertThat(read.matches()).as(lines.get(i)).isTrue();
            assertThat(Instant.parse(read.group(1))).isEqualTo(entries.get(i).recordedAt());
            Map<String, String> fields = new HashMap<>();
            Matcher fieldOf = field.matcher(read.group(2));
            while (fieldOf.find()) {
                fields.put(fieldOf.group(1), fieldOf.group(2).replaceAll("\\\\([\"\\\\\\]])", "$1"));
            }
            for (AuditColumn column : AuditColumn.values()) {
                assertThat(fields.get(column.title()))
                        .as(column.title())
                        .isEqualTo(withoutControls(column.of(entries.get(i))));
            }
        }
    }

    @Test
    void eachEntryIsALineOfCefWhoseKeysReadBack() throws IOException {
        List<AuditEntry> entries = entries();
        List<String> lines = lines(CopyFormat.CEF);
        assertThat(lines).hasSameSizeAs(entries);
        for (int i = 0; i < lines.size(); i++) {
            AuditEntry entry = entries.get(i);
            String[] parts = lines.get(i).split("(?<!\\\\)\\|", 8);
            assertThat(parts).hasSize(8).startsWith("CEF:0", "Devicetrail", "Devicetrail", "1", entry.event());
            Map<String, String> keys = new HashMap<>();
            Matcher key = Pattern.compile("(?:^| )([a-zA-Z0-9]+)=((?:(?! [a-zA-Z0-9]+=).)*)")
                    .matcher(parts[7]);
            while (key.find()) {
                keys.put(key.group(1), undone(key.group(2)));
            }
            assertThat(keys)
                    .containsEntry("externalId", entry.index() + "/" + entry.ordinal())
                    .containsEntry("rt", Long.toString(entry.recordedAt().toEpochMilli()))
                    .containsEntry("cs1", entry.recordType() + "/" + entry.recordId());
            assertThat(keys.get("suser")).isEqualTo(entry.actorName());
            assertThat(keys.get("reason")).isEqualTo(entry.reason());
            assertThat(keys.get("cs3")).isEqualTo(withoutOthers(entry.from()));
            assertThat(keys.get("cs4")).isEqualTo(withoutOthers(entry.to()));
        }
    }

    /** Written by hand from the formats, not by the code under test. */
    @Test
    void whatHasToBeEscapedIsAndNothingBreaksALine() throws IOException {
        assertThat(line(CopyFormat.SYSLOG))
                .isEqualTo("<109>1 2026-11-20T10:00:00.000001Z - devicetrail - audit [devicetrail@32473"
                        + " index=\"7\" ordinal=\"1\" recordedAt=\"2026-11-20T10:00:00.000001Z\""
                        + " zone=\"Europe/Zurich\" tenant=\"acme\" recordType=\"device\" recordId=\"d-1\""
                        + " event=\"device.DeviceTagged\" field=\"a|b\\\\c=d\" from=\"one#015#012two#007\""
                        + " to=\"\\\"quoted\\\" \\] = | \\\\ é\" actorType=\"PERSON\" actorId=\"p-1\""
                        + " actorName=\"Ada\" actorRole=\"operator\" authentication=\"pwd otp\""
                        + " address=\"127.0.0.1\" client=\"curl\" reason=\"because\"]\n");
        assertThat(line(CopyFormat.CEF))
                .isEqualTo("CEF:0|Devicetrail|Devicetrail|1|device.DeviceTagged|device a\\|b\\\\c=d changed|3|"
                        + "rt=1795168800000 externalId=7/1 suid=p-1 suser=Ada spriv=operator reason=because"
                        + " requestClientApplication=curl cs1Label=record cs1=device/d-1 cs2Label=field"
                        + " cs2=a|b\\\\c\\=d cs3Label=from cs3=one\\r\\ntwo cs4Label=to"
                        + " cs4=\"quoted\" ] \\= | \\\\ é cs5Label=tenant cs5=acme cs6Label=address cs6=127.0.0.1\n");
    }

    private static String line(CopyFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CopyWriter writer = format.to(out);
        writer.write(AWKWARD);
        writer.finish();
        return out.toString(UTF_8);
    }

    private static @Nullable String withoutControls(@Nullable String value) {
        if (value == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        value.chars()
                .forEach(c ->
                        text.append(Character.isISOControl(c) ? String.format("#%03o", c) : Character.toString(c)));
        return text.toString();
    }

    private static @Nullable String withoutOthers(@Nullable String value) {
        return value == null ? null : value.replaceAll("[\\p{Cc}&&[^\r\n]]", "");
    }

    private static String undone(String value) {
        return Pattern.compile("\\\\(.)").matcher(value).replaceAll(escaped -> switch (escaped.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            default -> Matcher.quoteReplacement(escaped.group(1));
        });
    }

    private List<AuditEntry> entries() throws IOException {
        List<AuditEntry> entries = new ArrayList<>();
        AuditTrail trail = new AuditTrail(ListedLog.ofEveryEvent(TENANT));
        trail.read(ALL, trail.head(), entries::add, AuditTrail.Progress.NONE);
        return entries;
    }

    /** Split at line feeds alone: other ends of lines are text. */
    private List<String> lines(CopyFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copies.write(format, ALL, copies.head(), out, AuditCopies.BeforeTheEnd.NOTHING);
        return List.of(out.toString(UTF_8).split("\n"));
    }
}
