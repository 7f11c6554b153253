package io.devicetrail.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.WrittenCopy;
import io.devicetrail.audit.copy.WrittenReport;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.verify.CopyCheck;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report in an exported folder that is not as it was written, or of other entries, is told. */
@Requirement("11.10(a)")
class ReportCheckTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final String CHANGED = "report.pdf was changed";
    private static final int FLIPS = 300;

    @TempDir
    Path folder;

    private Path report;
    private byte[] right;

    @BeforeEach
    void export() throws IOException {
        WrittenCopy.in(folder);
        report = folder.resolve(AuditReport.FILE_NAME);
        right = of(ListedLog.ofEveryEvent(TENANT));
        Files.write(report, right);
    }

    @Test
    void aReportOfTheSameEntriesPasses() throws IOException {
        assertThat(CopyCheck.of(folder)).isEmpty();
        Files.delete(report);
        assertThat(CopyCheck.of(folder)).isEmpty();
    }

    @Test
    void anyFlippedBitIsFound() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int flip = 0; flip < FLIPS; flip++) {
            byte[] bent = right.clone();
            // A third of them at the end, where what is written last stands for all before.
            int at = flip % 3 == 0 ? bent.length - 1 - random.nextInt(200) : random.nextInt(bent.length);
            bent[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(report, bent);
            assertThat(CopyCheck.of(folder)).as("seed " + seed + ", byte " + at).containsExactly(CHANGED);
        }
    }

    @Test
    void whatIsCutOffOrAppendedIsFound() throws IOException {
        for (int length : new int[] {0, 1, 20, right.length / 2, right.length - 1, right.length + 1}) {
            Files.write(report, Arrays.copyOf(right, length));
            assertThat(CopyCheck.of(folder)).as("of " + length).containsExactly(CHANGED);
        }
    }

    @Test
    void aReportOfOtherEntriesIsFound() throws IOException {
        ListedLog shorter = new ListedLog();
        ListedLog.ofEveryEvent(TENANT).events().stream().limit(9).forEach(shorter::append);
        Files.write(report, of(shorter));

        assertThat(CopyCheck.of(folder)).containsExactly("report.pdf holds other entries than audit-trail.jsonl");
    }

    private static byte[] of(ListedLog log) throws IOException {
        return WrittenReport.of(log, WrittenReport.head(TENANT, log));
    }
}
