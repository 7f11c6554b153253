package io.devicetrail.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.cli.UpProcess;
import io.devicetrail.app.crash.Journal.Read;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.replay.ReplayClient;
import io.devicetrail.audit.verify.Verdict;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} in the middle of telemetry, registrations and reading, again and again on one home. {@code -Ddevicetrail.seed}
 * repeats a run as far as chance goes, {@code -Ddevicetrail.kills} makes it longer, {@code -Ddevicetrail.ready-seconds}
 * allows a slow machine longer starts, {@code -Ddevicetrail.victim} kills one kind of process only.
 */
@EnabledOnOs(OS.LINUX)
@Order(1)
@Execution(value = ExecutionMode.CONCURRENT, reason = "waits for processes of its own most of the time")
class CrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** So much must be acknowledged of each kind after a start before the next kill: else it would hit an idle system. */
    private static final int BUSY = 20;

    private static final int LATEST_KILL_MILLIS = 2_000;
    private static final int TOGETHER_MILLIS = 300;
    /** Below the ports from which clients connect: one that asks a closed port of those may end up talking to itself. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 12_000;

    // The folder has mode 0700: as root, this is also the proof that the parts work where only root may enter.
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    private Path home;
    private final long seed = Long.getLong("devicetrail.seed", System.nanoTime());
    private final int kills = Integer.getInteger("devicetrail.kills", 5);
    private final Duration ready = Duration.ofSeconds(Integer.getInteger("devicetrail.ready-seconds", 60));
    private final Random random = new Random(seed);
    private final Journal journal = new Journal();
    /** The process's own: tests that run beside this one take {@code System.out} for a moment, to read their words. */
    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.err), true);

    private @Nullable UpProcess last;

    @BeforeEach
    void chooseHome() throws IOException {
        folder = folder.toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        home = folder.resolve("home");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (last != null && last.alive()) {
            last.kill();
        }
        UpProcess.children(folder).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    @Requirement("Annex 11 s.16")
    void everythingAcknowledgedIsThereOnceAfterEveryKill() throws Exception {
        out.println("seed " + seed + ", " + kills + " kills");
        try {
            killAgainAndAgain();
        } catch (AssertionError | Exception failure) {
            throw new AssertionError("seed " + seed + " (logs: " + keepLogs() + "): " + failure.getMessage(), failure);
        }
    }

    private void killAgainAndAgain() throws Exception {
        Map<String, String> ports = Map.of(
                "devicetrail.http.port", freePort(),
                "devicetrail.postgres.port", freePort(),
                "devicetrail.mqtt.port", freePort(),
                "devicetrail.mqtt.plain-port", freePort());
        UpProcess up = start(ports);
        JsonNode addresses = up.awaitReady();
        URI http = URI.create(addresses.get("http").asString());
        SeenCheckpoints checkpoints = new SeenCheckpoints(home);
        Reader reader = new Reader(home, addresses.get("postgres").asString(), journal);
        try (Load load = new Load(http, addresses.get("plainMqtt").asString(), reader, journal, seed)) {
            load.start();
            for (Victim victim : victims()) {
                List<Long> orphans = kill(up, victim);
                checkpoints.look();
                long started = System.nanoTime();
                up = start(ports);
                addresses = up.awaitReady();
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                out.println("  ready again after " + took.toMillis() + " ms, with "
                        + Stored.messages(home, addresses.get("postgres").asString()) + " messages stored");
                assertThat(took).as("ready again").isLessThan(ready);
                assertThat(up.children()).as("left of the last run").doesNotContainAnyElementsOf(orphans);
            }
            awaitWork();
            load.finish(PATIENCE);
        }
        check(up, addresses.get("postgres").asString());
        Verdict ledger = checkpoints.verdict(addresses.get("postgres").asString());
        out.println("  " + ledger.size() + " events in the ledger");
        assertThat(ledger.findings()).as("ledger").isEmpty();
        assertThat(ledger.size()).isPositive();
        assertThatReplayChangesNothing(http, addresses.get("postgres").asString());
        up.terminate();
        up.awaitExit();
        assertThat(up.children()).as("processes left").isEmpty();
    }

    private UpProcess start(Map<String, String> ports) throws IOException {
        UpProcess started = UpProcess.start(home, ports);
        last = started;
        return started;
    }

    /** Every kind once, in an order of the seed; then any. */
    private List<Victim> victims() {
        String only = System.getProperty("devicetrail.victim");
        if (only != null) {
            return Collections.nCopies(kills, Victim.valueOf(only));
        }
        List<Victim> all = new ArrayList<>(List.of(Victim.values()));
        Collections.shuffle(all, random);
        while (all.size() < kills) {
            all.add(Victim.values()[random.nextInt(Victim.values().length)]);
        }
        return all.subList(0, kills);
    }

    /** Returns the processes that the application had. */
    private List<Long> kill(UpProcess up, Victim victim) throws Exception {
        awaitWork();
        Worker.pause(Duration.ofMillis(random.nextInt(LATEST_KILL_MILLIS)));
        List<Long> children = up.children();
        assertThat(children).as("PostgreSQL and Elasticsearch").hasSizeGreaterThan(2);
        victim.killParts(children);
        if (victim.applicationEnds()) {
            assertThat(up.awaitExit()).as("the application's own end").isEqualTo(1);
        } else {
            if (victim.applicationGoesOn()) {
                awaitWork();
            }
            Worker.pause(Duration.ofMillis(random.nextInt(TOGETHER_MILLIS)));
            // Without PostgreSQL it is ending already, or will be.
            assertThat(up.alive() || victim == Victim.EVERYTHING)
                    .as("the application until it is killed")
                    .isTrue();
            up.kill();
        }
        out.println("  killed " + victim + " with " + journal.registered() + " registrations and "
                + journal.acknowledged() + " messages acknowledged");
        return children;
    }

    private void awaitWork() {
        int registrations = journal.registered() + BUSY;
        int messages = journal.acknowledged() + BUSY;
        int reads = journal.read() + BUSY;
        Awaitility.await("registrations, telemetry and reading")
                .atMost(PATIENCE)
                .until(() -> journal.registered() >= registrations
                        && journal.acknowledged() >= messages
                        && journal.read() >= reads);
    }

    private void check(UpProcess up, String postgres) throws Exception {
        List<Message> messages = journal.messages();
        int promised = new HashSet<>(messages).size();
        out.println("  in the end " + journal.registered() + " registrations and " + promised + " messages, and "
                + journal.read() + " events read");
        try {
            Awaitility.await("what the broker kept")
                    .atMost(PATIENCE)
                    .until(() -> Stored.messages(home, postgres) >= promised);
        } catch (ConditionTimeoutException missing) {
            // The findings below name what is missing.
            out.println("  " + missing.getMessage());
            Evidence.collect(up, home, postgres);
        }
        Stored stored = Stored.read(home, postgres);
        assertThat(journal.protests()).isEmpty();
        assertThat(Oracle.findings(journal.registrations(), messages, stored)).isEmpty();
        // A control that could fail: the same stored state against a journal with one promise more.
        List<Message> doctored = new ArrayList<>(messages);
        doctored.add(new Message(messages.getFirst().device(), "b1", Long.MAX_VALUE));
        assertThat(Oracle.findings(journal.registrations(), doctored, stored)).hasSize(1);
        checkReads(Stored.log(home, postgres));
    }

    private void checkReads(List<Read> log) {
        List<Read> reads = journal.reads();
        assertThat(Oracle.findings(journal.registrations(), reads, log)).isEmpty();
        // A control that could fail: one event less, as a reader that skipped it would have journalled.
        List<Read> skipping = new ArrayList<>(reads);
        skipping.remove(reads.size() / 2);
        assertThat(Oracle.findings(journal.registrations(), skipping, log)).hasSize(1);
    }

    private void assertThatReplayChangesNothing(URI http, String postgres) throws Exception {
        Set<String> before = Stored.readModels(home, postgres);
        try (ReplayClient client = new ReplayClient(http, Cast.PLATFORM_ADMINISTRATOR.token())) {
            List<ReplayClient.Outcome> outcomes = client.replay("after the kills", (readModel, position, head) -> {});
            assertThat(outcomes).isNotEmpty();
            if (!outcomes.stream().allMatch(ReplayClient.Outcome::equal)) {
                throw new AssertionError(outcomes + "\n" + difference(before, Stored.readModels(home, postgres)));
            }
        }
    }

    private static String difference(Set<String> before, Set<String> after) {
        Stream<String> gone =
                before.stream().filter(row -> !after.contains(row)).map(row -> "before the replay: " + row);
        Stream<String> come =
                after.stream().filter(row -> !before.contains(row)).map(row -> "after it: " + row);
        return Stream.concat(gone, come).collect(Collectors.joining("\n"));
    }

    private String freePort() throws IOException {
        while (true) {
            int port = FIRST_PORT + random.nextInt(PORTS);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return Integer.toString(free.getLocalPort());
            } catch (java.net.BindException taken) {
                out.println("  port " + port + " is taken");
            }
        }
    }

    /** What every start of the application said, and the logs of its parts. */
    private Path keepLogs() throws IOException {
        Path kept = Path.of("target/crash-" + seed).toAbsolutePath();
        FileSystemUtils.copyRecursively(home.resolve("logs"), kept);
        try (DirectoryStream<Path> said = Files.newDirectoryStream(folder, "up*.err")) {
            for (Path each : said) {
                Files.copy(each, kept.resolve(each.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return kept;
    }
}
