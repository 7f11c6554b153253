package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.RoleKeys;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.TestRepository;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process, with a real broker and server. */
class MainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Less than the silence after which a server is left. */
    private static final Duration PROMPTLY = HttpServerSide.SILENCE.dividedBy(2);

    @Test
    void a_damaged_device_does_not_keep_others_from_starting_and_sigterm_ends_a_download(@TempDir Path folder)
            throws Exception {
        try (Bench bench = new Bench();
                TestBroker broker = TestBroker.start(folder)) {
            publishToday(bench.repository);
            bench.server.silent = true;
            bench.server.breaksAfter = 1000;
            Files.writeString(
                    Files.createDirectories(folder.resolve("devices/broken")).resolve("journal.json"), "[1");
            Process process = process(folder, bench, broker);
            try (BufferedReader out = process.inputReader()) {
                assertThat(out.readLine()).isEqualTo("1 of 2 devices listen for offers");
                broker.publish("dt/v1/acme/whole/rollout", bench.offer());
                await().atMost(PATIENCE).until(() -> bench.server.asked.size() == 1);
                assertThat(Files.readString(folder.resolve("agent.log"))).contains("device-broken", "repaired");
                process.destroy(); // SIGTERM
                assertThat(process.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** The process goes by the clock of the machine. */
    static void publishToday(TestRepository repository) {
        repository.clock.pass(
                Duration.between(repository.clock.instant(), Clock.systemUTC().instant()));
        Map<Role, RoleKeys> same = new EnumMap<>(Role.class);
        for (Role each : Role.values()) {
            same.put(each, repository.published.readRoot().keys(each));
        }
        repository.publish(repository.author.withTrust(repository.published, same));
        repository.publish(repository.published.readTargets().byPath().values().toArray(Target[]::new));
    }

    private static Process process(Path folder, Bench bench, TestBroker broker) throws Exception {
        Path root = Files.write(folder.resolve("1.root.json"), bench.repository.file("1.root.json"));
        File log = folder.resolve("agent.log").toFile();
        String withoutSlash = bench.server.address().toString().replaceFirst("/$", "");
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--directory=" + folder.resolve("devices"),
                        "--broker=" + broker.url(),
                        "--updates=" + withoutSlash,
                        "--root=" + root,
                        "--tenant=acme",
                        "--model=hc2a",
                        "--model-version=2",
                        "--hardware=B",
                        "--first-version=2.0.3",
                        "--device",
                        "broken",
                        "whole")
                .redirectError(log)
                .start();
    }
}
