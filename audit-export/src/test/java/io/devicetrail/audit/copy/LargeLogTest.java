package io.devicetrail.audit.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.LogReader;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of its own with a heap smaller than the copy: what is kept in memory cannot grow with the log. */
class LargeLogTest {
    private static final int EVENTS = 100_000;
    private static final int HEAP_MEGABYTES = 24;

    @Test
    void aHundredThousandEventsPassThroughASmallHeap(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Copying.class.getName(),
                        folder.resolve("job").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        for (String line : Files.readAllLines(output)) {
            assertThat(Long.parseLong(line)).isGreaterThan(HEAP_MEGABYTES * 1_000_000L);
        }
        assertThat(Files.readAllLines(output)).hasSize(CopyFormat.values().length + 1);
    }

    /** Prints the size of each copy, and of all files of a job. */
    static final class Copying {
        private Copying() {}

        public static void main(String[] args) throws IOException {
            AuditCopies copies = new AuditCopies(new AuditTrail(new EndlessLog()), Clock.systemUTC(), Optional.empty());
            TrailFilter all = TrailFilter.ofTenant(EndlessLog.TENANT);
            for (CopyFormat format : CopyFormat.values()) {
                Fingerprint sink = new Fingerprint(OutputStream.nullOutputStream());
                copies.write(format, all, copies.head(), sink, AuditCopies.BeforeTheEnd.NOTHING);
                System.out.println(sink.count());
            }
            WholeCopy.Order order = new WholeCopy.Order(all, copies.head(), ListedLog.START, null, Long.MAX_VALUE);
            System.out.println(
                    UnprovenCopies.of(new EndlessLog())
                            .make(order, Path.of(args[0]), (read, events, entries, bytes) -> true)
                            .stream()
                            .mapToLong(MadeFile::bytes)
                            .sum());
        }
    }

    /** Makes its events as they are read. */
    private static final class EndlessLog implements LogReader {
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
        public void read(long first, long last, Sink sink) throws IOException {
            for (long index = first; index <= last; index++) {
                DeviceId device = DeviceId.of(TENANT, "Acme", Long.toString(index));
                Object tagged = new DeviceEvent.DeviceTagged(device, "line", "before " + index, "after " + index);
                sink.accept(ListedLog.event(index, TENANT, tagged, ListedLog.START.plusSeconds(index)));
            }
        }
    }
}
