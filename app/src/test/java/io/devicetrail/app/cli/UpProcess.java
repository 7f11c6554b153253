package io.devicetrail.app.cli;

import io.devicetrail.app.Main;
import io.devicetrail.app.instance.TestInstance;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code up} as a person starts it: a process of its own, seen from outside. */
public final class UpProcess {
    private final Process process;
    private final Path home;
    private final Path out;
    private final Path err;

    private UpProcess(Process process, Path home, Path out, Path err) {
        this.process = process;
        this.home = home;
        this.out = out;
        this.err = err;
    }

    public static UpProcess start(Path home, Map<String, String> more) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), home, more);
    }

    static UpProcess start(List<String> prefix, String classPath, Path home, Map<String, String> more)
            throws IOException {
        Files.createDirectories(home);
        Map<String, String> settings = new HashMap<>(TestInstance.settings());
        settings.putAll(more);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                TestInstance.SHORT_LIVED,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                Main.class.getName(),
                "up",
                "--json",
                "--home",
                home.toString()));
        settings.forEach((key, value) -> {
            command.add("--set");
            command.add(key + "=" + value);
        });
        Path out = Files.createTempFile(home.getParent(), "up", ".out");
        Path err = Files.createTempFile(home.getParent(), "up", ".err");
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new UpProcess(process, home, out, err);
    }

    /** The addresses it prints when all is ready. */
    public JsonNode awaitReady() {
        Awaitility.await("ready").atMost(Duration.ofSeconds(120)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("up ended with " + process.exitValue() + ": " + err());
            }
            return out().endsWith("\n");
        });
        return JsonMapper.builder().build().readTree(out()).get("addresses");
    }

    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("up still runs: " + err());
        }
        return process.exitValue();
    }

    public void terminate() {
        process.destroy();
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /** Processes other than the application that belong to this home. */
    public List<Long> children() {
        return children(home);
    }

    public static List<Long> children(Path home) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid)
                    .filter(pid -> !commandLine(pid).contains(Main.class.getName()))
                    .filter(pid -> commandLine(pid).contains(home.toString())
                            || folder(pid).startsWith(home))
                    .toList();
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static Path folder(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
        } catch (IOException gone) {
            return Path.of("/");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
