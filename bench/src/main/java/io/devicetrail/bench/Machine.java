package io.devicetrail.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the figures come from.
 *
 * @param disk type of the file system the database writes to
 * @param loadBefore the machine's load average of one minute when the bench began: other people's work disturbs
 */
public record Machine(
        String cpu, int cores, long memoryMegabytes, String system, String java, String disk, double loadBefore) {

    public static Machine here(Path home) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        long memory = system instanceof com.sun.management.OperatingSystemMXBean known ? known.getTotalMemorySize() : 0;
        return new Machine(
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                memory / 1_048_576,
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                Runtime.version().toString(),
                diskType(home),
                load());
    }

    public static double load() {
        return Math.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() * 100) / 100.0;
    }

    private static String cpuName() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException notLinux) {
            return "unknown";
        }
    }

    private static String diskType(Path home) {
        try {
            FileStore store = Files.getFileStore(home);
            return store.type();
        } catch (IOException unknown) {
            return "unknown";
        }
    }
}
