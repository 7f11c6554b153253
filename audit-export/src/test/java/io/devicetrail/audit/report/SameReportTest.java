package io.devicetrail.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.WrittenReport;
import io.devicetrail.audit.report.pdf.Sha256;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same part of the same log under the same head is the same file. */
class SameReportTest {
    private static final TenantId TENANT = new TenantId("acme");

    /** A JVM per locale and zone: what takes its default once, at its start, would not see one that is set later. */
    @ParameterizedTest
    @CsvSource({"tr-TR,Pacific/Kiritimati", "ar-EG-u-nu-arab,America/St_Johns", "th-TH-u-ca-buddhist-nu-thai,Asia/Tokyo"
    })
    @Requirement("11.10(b)")
    void itIsTheSameInAnyLocaleAndZone(String locale, String zone, @TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.timezone=" + zone,
                        "-Dfile.encoding=ISO-8859-1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ReportIn.class.getName(),
                        locale)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(output)).isEqualTo(hash(head()));
    }

    @Test
    void anotherHeadIsAnotherFileOfTheSameEntries() throws IOException {
        ReportHead head = head();
        ReportHead later = new ReportHead(
                head.filter(),
                head.logHead(),
                head.requester(),
                head.requesterId(),
                head.reason(),
                Instant.parse("2026-11-24T17:00:00Z"));

        assertThat(hash(later)).isNotEqualTo(hash(head));
    }

    /** Prints the hash of a report of every event. */
    static final class ReportIn {
        private ReportIn() {}

        public static void main(String[] args) throws IOException {
            Locale.setDefault(Locale.forLanguageTag(args[0]));
            System.out.write(hash(head()).getBytes(StandardCharsets.US_ASCII));
            System.out.flush();
        }
    }

    private static ReportHead head() throws IOException {
        return WrittenReport.head(TENANT, ListedLog.ofEveryEvent(TENANT));
    }

    private static String hash(ReportHead head) throws IOException {
        byte[] report = WrittenReport.of(ListedLog.ofEveryEvent(TENANT), head);
        return HexFormat.of().formatHex(Sha256.of(report));
    }
}
