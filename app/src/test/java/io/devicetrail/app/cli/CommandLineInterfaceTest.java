package io.devicetrail.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineInterfaceTest {
    @TempDir
    private Path home;

    private record Said(int exit, String out) {
        static Said by(String... arguments) {
            PrintStream before = System.out;
            ByteArrayOutputStream caught = new ByteArrayOutputStream();
            System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
            try {
                return new Said(CommandLineInterface.run(arguments), caught.toString(StandardCharsets.UTF_8));
            } finally {
                System.setOut(before);
            }
        }
    }

    @Test
    void helpIsASuccessAndAnUnknownCommandIsNot() {
        assertThat(Said.by("--help").exit()).isZero();
        assertThat(Said.by("up", "--help").exit()).isZero();
        assertThat(Said.by("doctor", "--help").exit()).isZero();
        assertThat(Said.by("ledger", "rotate-key", "--help").exit()).isZero();
        assertThat(Said.by("ledger").exit()).isNotZero();
        assertThat(Said.by("ledger", "rotate-key").exit())
                .as("without a reason")
                .isNotZero();
        assertThat(Said.by("dance").exit()).isNotZero();
        assertThat(Said.by().exit()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"devicetrail.mqtt.port", "devicetrail.certificates.enrolment-port"})
    void theDoctorNamesATakenPortItsHolderAndTheMend(String setting) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Said said = Said.by("doctor", "--home", home.toString(), "--set", setting + "=" + taken.getLocalPort());
            assertThat(said.exit()).isEqualTo(1);
            assertThat(said.out().lines().filter(line -> line.contains("port " + taken.getLocalPort())))
                    .singleElement()
                    .asString()
                    .startsWith("fail")
                    .contains("process " + ProcessHandle.current().pid(), setting);
        }
    }

    @Test
    void theDoctorAnswersProgramsWithOneObject() {
        Said said = Said.by(
                "doctor",
                "--json",
                "--home",
                home.toString(),
                "--set",
                "devicetrail.elasticsearch.url=http://127.0.0.1:1");
        JsonNode answer = JsonMapper.builder().build().readTree(said.out());
        assertThat(answer.get("ok").booleanValue()).isFalse();
        assertThat(answer.get("checks").size()).isGreaterThan(8);
        assertThat(said.exit()).isEqualTo(1);
    }

    /** As root, a log file called /dev/null once cost a machine its null device. */
    @Test
    void theDoctorLeavesNoTrace() throws Exception {
        Process doctor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "doctor",
                        "--home",
                        home.resolve("not-made").toString(),
                        "--set",
                        "devicetrail.http.port=0")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile())
                .start();
        assertThat(doctor.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(home.resolve("said")).content().contains("JDK");
        assertThat(home.resolve("not-made")).doesNotExist();
        assertThat(Path.of("/dev/null")).exists().matches(device -> !Files.isRegularFile(device), "is a device");
    }

    @Test
    void progressElsewhereThanOnATerminalIsPlainLines() {
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        try (ConsoleProgress progress =
                new ConsoleProgress(new PrintStream(caught, true, StandardCharsets.UTF_8), false)) {
            progress.waiting("PostgreSQL", "starting");
            progress.ready("PostgreSQL", "127.0.0.1:15432", Duration.ofMillis(1250));
        }
        assertThat(caught.toString(StandardCharsets.UTF_8))
                .startsWith("PostgreSQL     ready  127.0.0.1:15432")
                .endsWith("1.3 s\n")
                .doesNotContain("\r", "\033");
    }
}
