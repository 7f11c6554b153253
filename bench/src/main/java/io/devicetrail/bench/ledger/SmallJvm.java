package io.devicetrail.bench.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.bench.Measuring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** Starts {@link Integrating} with a heap of its own, on an empty ledger that disappears afterwards. */
final class SmallJvm {
    private SmallJvm() {}

    /**
     * @param hashesPerSecond SHA-256 of the same entries by one thread, nothing else
     * @param entryBytes of an entry, in the mean
     */
    record Integrated(double perSecond, double hashesPerSecond, double peakHeapMegabytes, long entryBytes) {}

    static Integrated integrate(Measuring measuring, HikariDataSource log, long events, int heapMegabytes)
            throws IOException, InterruptedException {
        Files.createDirectories(measuring.home());
        Path folder = Files.createTempDirectory(measuring.home(), "ledger-bench");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(heapMegabytes, folder, events))
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment()
                    .putAll(Map.of(
                            Integrating.URL, log.getJdbcUrl(),
                            Integrating.USER, log.getUsername(),
                            Integrating.PASSWORD, log.getPassword()));
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "the ledger did not take " + events + " events in " + heapMegabytes + " MB");
            }
            return JsonMapper.shared().readValue(said, Integrated.class);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** From the packed jar through its own loader, else from the class path. */
    private static List<String> command(int heapMegabytes, Path folder, long events) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-cp",
                classPath));
        if (classPath.endsWith("bench.jar")) {
            command.add("-Dloader.main=" + Integrating.class.getName());
            command.add("org.springframework.boot.loader.launch.PropertiesLauncher");
        } else {
            command.add(Integrating.class.getName());
        }
        command.add(folder.toString());
        command.add(Long.toString(events));
        return command;
    }
}
