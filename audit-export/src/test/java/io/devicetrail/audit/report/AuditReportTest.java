package io.devicetrail.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.WrittenReport;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.correction.CorrectionEvent.EntryCorrected;
import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.verapdf.pdfa.flavours.PDFAFlavour;

class AuditReportTest {
    private static final TenantId TENANT = new TenantId("acme");

    private final ListedLog log = ListedLog.ofEveryEvent(TENANT);

    @ParameterizedTest
    @EnumSource(
            value = PDFAFlavour.class,
            names = {"PDFA_3_B", "PDFA_3_U"})
    @Requirement({"11.10(b)", "Annex 11 s.8.1"})
    void veraPdfFindsNoError(PDFAFlavour flavour) throws Exception {
        log.append(TENANT, tagged("\u0007 \u4e2d \u202e\ud83d\ude00", "caf\u00e9 e\u0301 \u03a9\u2126 \u05d0"));

        assertThat(Conforming.errors(report(), flavour)).isEmpty();
    }

    @Test
    void aReportOfNothingConformsToo() throws Exception {
        byte[] none = WrittenReport.of(log, head(new TrailFilter(TENANT, null, null, Instant.EPOCH, null, null)));

        assertThat(Conforming.errors(none, PDFAFlavour.PDFA_3_U)).isEmpty();
        assertThat(ReadReport.of(none).text()).contains("none in this part of the log", "before 1970-01-01T00:00:00Z");
    }

    @Test
    @Requirement("11.10(b)")
    void theHeadSaysWhatWasAskedForByWhomWhenAndWhy() throws IOException {
        TrailFilter filter = new TrailFilter(
                TENANT,
                EveryEvent.pump(TENANT).toString(),
                ListedLog.START,
                Instant.parse("2027-01-01T00:00:00Z"),
                1L,
                90L);

        String first = ReadReport.of(WrittenReport.of(log, head(filter))).pages.getFirst();

        assertThat(first)
                .contains("Audit trail of acme", EveryEvent.pump(TENANT).toString())
                .contains("recorded at 2026-11-20T10:00:00.000001Z or later, before 2027-01-01T00:00:00Z")
                .contains("from event 1, to event 90", "event " + log.head() + " was its newest")
                .contains("Ada Lovelace, id ada-1", "Inspection of line 4", "2026-11-23 17:00:00.250000 UTC");
    }

    @Test
    @Requirement({"11.10(b)", "11.10(e)", "Annex 11 draft 12.2"})
    void eachEntryIsThereWithAllThatItHasForAPerson() throws IOException {
        String text = packed(ReadReport.of(report()).text());

        assertThat(entries()).hasSizeGreaterThan(100);
        for (AuditEntry entry : entries()) {
            assertThat(text)
                    .contains(entry.index() + "/" + entry.ordinal())
                    .contains(packed(entry.recordedAt().toString().substring(11, 19)))
                    .contains(packed(entry.recordType() + entry.recordId()))
                    .contains(packed(entry.field() + entry.event()))
                    .contains(packed(String.valueOf(entry.reason())));
            if (entry.to() != null && !entry.to().isEmpty() && isPlain(entry.to())) {
                assertThat(text).contains(packed(entry.to()));
            }
        }
        assertThat(text).contains("testasprocessPROCESS", "Europe/Zurich");
    }

    /** EVIDENCE of a printout: whether a value was changed since, and from what. */
    @Test
    @Requirement("Annex 11 s.8.2")
    void aChangedValueHasItsMarkerAndTheOldOne() throws IOException {
        ListedLog changed = new ListedLog();
        changed.append(TENANT, tagged("7.0", "7.5"));
        changed.append(TENANT, tagged(null, "8"));
        changed.append(TENANT, tagged("8", "8"));

        assertThat(ReadReport.of(WrittenReport.of(changed, WrittenReport.head(TENANT, changed)))
                        .text())
                .contains("\u2260 CHANGEDold: 7.0new: 7.5", "+ NEWnew: 8", "= SAMEvalue: 8");
    }

    @Test
    @Requirement("11.50(a)")
    void eachSignatureHasPrintedNameRoleMeaningAndTimeAtTheFront() throws IOException {
        String text = packed(ReadReport.of(report()).text());
        String before = text.substring(0, text.indexOf("Entry" + "When(UTC)"));
        List<AuditEntry> signed = entries().stream()
                .filter(entry -> entry.event().equals("signature.RecordSigned"))
                .toList();

        assertThat(signed).isNotEmpty();
        for (AuditEntry entry : signed) {
            if (entry.field().endsWith(" record")) {
                assertThat(before)
                        .contains(packed(entry.index() + "=Ada L.processAUTHORSHIP"
                                + entry.recordedAt().toString().replace("T", "").replace("Z", "")
                                + "Europe/Zurich +01:00" + entry.to()));
            }
        }
    }

    @Test
    @Requirement("11.10(e)")
    void aCorrectionIsShownAtTheEntryItCorrects() throws IOException {
        ListedLog corrected = new ListedLog();
        corrected.append(TENANT, tagged("7.0", "75"));
        corrected.append(
                TENANT,
                new EntryCorrected(
                        CorrectionId.of(TENANT, 0, 0),
                        TENANT,
                        1,
                        0,
                        0,
                        "device.DeviceTagged",
                        "device",
                        EveryEvent.pump(TENANT).toString(),
                        "tags.ph",
                        "75",
                        "7.5",
                        "pH"));

        String text = ReadReport.of(WrittenReport.of(corrected, WrittenReport.head(TENANT, corrected)))
                .text();

        assertThat(text)
                .containsSubsequence(
                        "new: 75",
                        "\u25b2 CORRECTED by entry 1/0",
                        "should be: 7.5 [pH]",
                        "by test as process,",
                        "because: +41 said so",
                        "\u25b2 CORRECTS entry 0/0",
                        "old: 75 [pH]");
    }

    @Test
    void everyPageSaysWhichItIsOfHowMany() throws IOException {
        ReadReport read = ReadReport.of(report());

        assertThat(read.pages).hasSizeGreaterThan(3);
        for (int i = 0; i < read.pages.size(); i++) {
            assertThat(read.pages.get(i))
                    .contains("Page " + (i + 1) + " of " + read.pages.size() + "Audit trail of acme");
        }
    }

    @Test
    @Requirement("11.10(b)")
    void theMachineCopyIsInsideAsItIsBeside() throws IOException {
        ReadReport read = ReadReport.of(report());

        assertThat(read.relationships).containsExactly(Map.entry("audit-trail.jsonl", "Data"));
        String lines = new String(read.attachments.get("audit-trail.jsonl"), StandardCharsets.UTF_8);
        assertThat(lines.lines().map(EntryLine::read).toList()).isEqualTo(entries());
    }

    /** Longer than a page: its lines go on, under its number again. */
    @Test
    void nothingOfALongValueIsCutOff() throws IOException {
        StringBuilder value = new StringBuilder();
        for (int word = 0; word < 4_000; word++) {
            value.append("word").append(word).append(word % 7 == 0 ? "\n" : " ");
        }
        ListedLog longer = new ListedLog();
        longer.append(TENANT, tagged("x".repeat(3_000), value.append("end").toString()));

        ReadReport read = ReadReport.of(WrittenReport.of(longer, WrittenReport.head(TENANT, longer)));

        assertThat(packed(read.text())
                        .replaceAll("Page\\d+of\\d+Audit[^\u2026]*\u2026EntryWhen.*?Reason", "")
                        .replace("0/0", "")
                        .replace("+41saidso", ""))
                .contains("x".repeat(3_000))
                .contains(packed(value.toString().replace("\n", "\u2039U+000A\u203a")));
        assertThat(read.pages)
                .hasSizeGreaterThan(5)
                .allSatisfy(page -> assertThat(page).containsPattern("0/0|Requested by"));
    }

    @Test
    void moreEntriesThanAReportTakesAreRefusedWithWhatToDo() throws IOException {
        try (MachineCopy copy = MachineCopy.ofAtMost(2)) {
            copy.add(entries().get(0));
            copy.add(entries().get(1));
            assertThatThrownBy(() -> copy.add(entries().get(2)))
                    .isInstanceOf(MalformedInput.class)
                    .hasMessageContaining("at most 2 entries")
                    .hasMessageContaining("take jsonl");
        }
    }

    private static DeviceTagged tagged(@Nullable String before, String after) {
        return new DeviceTagged(EveryEvent.pump(TENANT), "ph", before, after);
    }

    private ReportHead head(TrailFilter filter) throws IOException {
        ReportHead all = WrittenReport.head(TENANT, log);
        return new ReportHead(
                filter, all.logHead(), all.requester(), all.requesterId(), all.reason(), all.requestedAt());
    }

    private byte[] report() throws IOException {
        return WrittenReport.of(log, WrittenReport.head(TENANT, log));
    }

    private List<AuditEntry> entries() {
        return log.events().stream()
                .flatMap(event -> AuditEntry.of(event).stream())
                .toList();
    }

    /** Lines end where there is no more room. */
    private static String packed(String text) {
        return text.replace(" ", "").replace("\n", "");
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                && !text.startsWith(" ")
                && !text.endsWith(" ")
                && !text.contains("  ");
    }
}
