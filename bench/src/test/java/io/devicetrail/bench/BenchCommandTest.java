package io.devicetrail.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.eventstore.append.NotDurableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shape of what a bench says, and what it refuses. Its figures are not looked at: this machine is busy. */
class BenchCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void appendReportsOursBesideControlAndLimitInOneJsonObject() {
        assertThat(run("append", "--rounds", "1", "--seconds", "0.2", "--json"))
                .as(() -> err.toString(StandardCharsets.UTF_8))
                .isZero();

        JsonNode report = JsonMapper.shared().readTree(out.toByteArray());
        assertThat(report.propertyNames()).containsExactly("bench", "machine", "settings", "rounds", "results");
        assertThat(report.get("bench").asString()).isEqualTo("append");
        assertThat(report.get("rounds").asInt()).isEqualTo(1);
        assertThat(report.get("machine").get("cores").asInt()).isPositive();
        assertThat(report.get("settings").get("fsync").asString()).isEqualTo("on");
        assertThat(report.get("settings").get("synchronous_commit").asString()).isEqualTo("on");
        for (String name : List.of("append-8", "append-64", "append-256", "append-256-p99")) {
            JsonNode result = result(report, name);
            double value = result.get("value").asDouble();
            double control = result.get("control").asDouble();
            assertThat(value).as(name).isPositive();
            assertThat(result.get("ratioToControl").asDouble() / (value / control))
                    .as(name)
                    .isBetween(0.98, 1.02);
        }
        assertThat(result(report, "append-8").has("limit")).isFalse();
        assertThat(result(report, "append-256").get("limit").asDouble()).isPositive();
        assertThat(result(report, "append-256").get("unit").asString()).isEqualTo("events/s");
        assertThat(result(report, "append-256-p99").get("unit").asString()).isEqualTo("ms");
    }

    @Test
    void ledgerReportsOursBesideTheBareHashingInASmallHeap() {
        assertThat(run("ledger", "--rounds", "1", "--seconds", "0.2", "--json"))
                .as(() -> err.toString(StandardCharsets.UTF_8))
                .isZero();

        JsonNode report = JsonMapper.shared().readTree(out.toByteArray());
        assertThat(report.propertyNames()).containsExactly("bench", "machine", "settings", "rounds", "results");
        assertThat(report.get("settings").get("fsync").asString()).isEqualTo("on");
        assertThat(report.get("settings").get("events").asLong()).isEqualTo(20_000);
        JsonNode speed = result(report, "ledger-integrate");
        assertThat(speed.get("unit").asString()).isEqualTo("entries/s");
        assertThat(speed.get("value").asDouble()).isPositive();
        assertThat(speed.get("limit").asDouble()).isPositive();
        assertThat(result(report, "ledger-peak-heap").get("value").asDouble()).isBetween(1.0, 256.0);
    }

    @Test
    void exportReportsTheSecondsOfAReportBesideItsMachineCopyAlone() {
        assertThat(run("export", "--rounds", "1", "--json"))
                .as(() -> err.toString(StandardCharsets.UTF_8))
                .isZero();

        JsonNode report = JsonMapper.shared().readTree(out.toByteArray());
        assertThat(report.get("settings").get("entries").asInt()).isEqualTo(5_000);
        JsonNode seconds = result(report, "pdf-5000");
        assertThat(seconds.get("unit").asString()).isEqualTo("s");
        assertThat(seconds.get("value").asDouble())
                .isGreaterThan(seconds.get("limit").asDouble());
    }

    @Test
    void aDatabaseThatMayLoseCommitsIsRefused() throws Exception {
        try (EmbeddedPostgres unsafe = server("off")) {
            assertThatThrownBy(() -> Durability.require(unsafe.getPostgresDatabase()))
                    .isInstanceOf(NotDurableException.class)
                    .hasMessageContaining("fsync = off");
        }
        try (EmbeddedPostgres safe = server("on")) {
            assertThat(Durability.require(safe.getPostgresDatabase())).containsAllEntriesOf(Map.of("fsync", "on"));
            PGSimpleDataSource hasty = (PGSimpleDataSource) safe.getPostgresDatabase();
            hasty.setOptions("-c synchronous_commit=off");
            assertThatThrownBy(() -> Durability.require(hasty))
                    .isInstanceOf(NotDurableException.class)
                    .hasMessageContaining("synchronous_commit = off");
        }
    }

    @Test
    void anUnknownNameIsAMistakeOfUseAndHelpListsTheBenches() {
        assertThat(run("apend")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("apend").contains("append");
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("append").contains("--rounds");
    }

    /** A rolling log file called /dev/null costs a machine its null device, if root runs it on a later day than the start. */
    @Test
    void aBenchLeavesTheNullDeviceAlone(@TempDir Path folder) throws Exception {
        Path device = Path.of("/dev/null");
        if (Files.isWritable(device.getParent())) {
            Files.setLastModifiedTime(device, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
        Path said = folder.resolve("said");
        Process bench = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(),
                        "ledger",
                        "--rounds",
                        "1",
                        "--seconds",
                        "0.1")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(bench.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            bench.destroyForcibly();
        }
        assertThat(bench.exitValue()).as(Files.readString(said)).isZero();
        assertThat(device).exists().matches(path -> !Files.isRegularFile(path), "is a device");
    }

    private int run(String... arguments) {
        return BenchCommand.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    private static JsonNode result(JsonNode report, String name) {
        for (JsonNode result : report.get("results")) {
            if (result.get("name").asString().equals(name)) {
                return result;
            }
        }
        throw new AssertionError("no result " + name);
    }

    private static EmbeddedPostgres server(String durable) throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", durable)
                .setServerConfig("synchronous_commit", durable)
                .setServerConfig("full_page_writes", durable)
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }
}
