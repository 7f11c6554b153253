package io.devicetrail.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.copy.WrittenReport;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.LogReader;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of its own with a heap that cannot hold the pages: what is kept in memory cannot grow with them. */
class LargeReportTest {
    private static final int ENTRIES = 40_000;
    private static final int HEAP_MEGABYTES = 24;
    /** Of a row of this log on a page. */
    private static final int MOST_ON_A_PAGE = 20;

    @Test
    void fortyThousandEntriesPassThroughASmallHeap(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Path report = folder.resolve("report.pdf");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-Djava.awt.headless=true",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Writing.class.getName(),
                        report.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        try (PDDocument document = Loader.loadPDF(report.toFile())) {
            assertThat(document.getNumberOfPages()).isGreaterThan(ENTRIES / MOST_ON_A_PAGE);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(output, report);
        }
    }

    /** Writes a report of events that are made as they are read. */
    static final class Writing {
        private Writing() {}

        public static void main(String[] args) throws IOException {
            EndlessLog log = new EndlessLog();
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])))) {
                WrittenReport.write(log, WrittenReport.head(EndlessLog.TENANT, log), out);
            }
        }
    }

    private static final class EndlessLog implements LogReader {
        static final TenantId TENANT = new TenantId("acme");

        @Override
        public long head() {
            return ENTRIES - 1;
        }

        @Override
        public boolean knows(TenantId tenant) {
            return tenant.equals(TENANT);
        }

        @Override
        public void read(long first, long last, Sink sink) throws IOException {
            for (long index = first; index <= last; index++) {
                DeviceId device = DeviceId.of(TENANT, "Acme", Long.toString(index));
                Object tagged = new DeviceTagged(device, "line", "before " + index, "after " + index);
                sink.accept(ListedLog.event(index, TENANT, tagged, ListedLog.START.plusSeconds(index)));
            }
        }
    }
}
