package io.devicetrail.audit.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.copy.check.CopyVerdict;
import io.devicetrail.audit.copy.check.CopyVerification;
import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.LogReader;
import io.devicetrail.audit.trail.LoggedEvent;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of its own with a heap smaller than the copy: neither who makes it nor who checks it holds it. */
class LargeProofTest {
    private static final int EVENTS = 40_000;
    private static final int HEAP_MEGABYTES = 48;

    @Test
    void aCopyLargerThanTheHeapIsMadeAndChecked(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Checking.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder.resolve("copy"))) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isGreaterThan(HEAP_MEGABYTES * 1_000_000L);
        assertThat(Files.readString(output)).contains(EVENTS + " events, each under its leaf; of 0 others");
    }

    /** Prints what was checked. */
    static final class Checking {
        private Checking() {}

        public static void main(String[] args) throws IOException {
            Path folder = Path.of(args[0]);
            MadeLog log = new MadeLog();
            ProvenLog proven = ProvenLog.of(log, log, folder.resolve("home"));
            proven.copy(TrailFilter.ofTenant(MadeLog.TENANT), folder.resolve("copy"));
            CopyVerdict verdict = CopyVerification.of(folder.resolve("copy"), proven.keys());
            verdict.checked().forEach(System.out::println);
            verdict.findings().forEach(System.out::println);
        }
    }

    /** Makes its events as they are read. */
    private static final class MadeLog implements LogReader, EntrySource {
        static final TenantId TENANT = new TenantId("acme");

        @Override
        public long head() {
            return EVENTS - 1;
        }

        @Override
        public boolean knows(TenantId tenant) {
            return tenant.equals(TENANT);
        }

        @Override
        public void read(long first, long last, LogReader.Sink sink) throws IOException {
            for (long index = first; index <= last; index++) {
                sink.accept(event(index));
            }
        }

        @Override
        public void read(long first, int most, EntrySource.Sink sink) throws IOException {
            for (long index = first; index < Math.min(first + most, EVENTS); index++) {
                sink.accept(ProvenLog.row(event(index)));
            }
        }

        private static LoggedEvent event(long index) {
            DeviceId device = DeviceId.of(TENANT, "Acme", Long.toString(index));
            Object tagged = new DeviceEvent.DeviceTagged(device, "line", "before " + index, "after " + index);
            return ListedLog.event(index, TENANT, tagged, ListedLog.START.plusSeconds(index));
        }
    }
}
