package io.devicetrail.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.devicetrail.app.instance.Staff;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** The application as a process of its own: what it leaves behind when it is stopped, killed or refused. */
@EnabledOnOs(OS.LINUX)
@Order(2)
@Execution(value = ExecutionMode.CONCURRENT, reason = "waits for processes of its own most of the time")
class UpTest {
    // The folder has mode 0700: as root, this is also the proof that the parts work where only root may enter.
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    private Path home;
    private Keepsakes keepsakes;

    @BeforeEach
    void chooseHome() throws IOException {
        folder = folder.toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        home = folder.resolve("home");
        keepsakes = new Keepsakes(home);
    }

    @AfterEach
    void leaveNothing() throws IOException {
        UpProcess.children(folder).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    void keepsEverythingThroughAKillAndStopsWhatWasLeftBehind() throws Exception {
        UpProcess first = UpProcess.start(home, Map.of());
        JsonNode addresses = first.awaitReady();
        keepsakes.owner(addresses, "create table public.kept (line text)");
        keepsakes.owner(addresses, "insert into public.kept values ('acknowledged')");
        Keepsakes.retain(addresses, "kept/here", "acknowledged");
        Keepsakes.index(addresses);

        UpProcess second = UpProcess.start(home, Map.of());
        assertThat(second.awaitExit()).isNotZero();
        assertThat(second.err()).contains("already running on the home " + home + " (process ");

        List<Long> orphans = first.children();
        assertThat(orphans).as("PostgreSQL and Elasticsearch run beside it").hasSizeGreaterThan(2);
        first.kill();
        assertThat(alive(orphans))
                .as("a killed parent leaves children: else this test shows nothing")
                .isNotEmpty();

        UpProcess again = UpProcess.start(home, Map.of());
        JsonNode now = again.awaitReady();
        assertThat(alive(orphans)).isEmpty();
        assertThat(keepsakes.select(now, "select line from public.kept")).isEqualTo("acknowledged");
        assertThat(Keepsakes.retained(now, "kept/here")).isEqualTo("acknowledged");
        assertThat(Keepsakes.http(now.get("elasticsearch").asString() + "/kept/_doc/1"))
                .contains("acknowledged");

        again.terminate();
        again.awaitExit();
        assertThat(again.children()).as("no process is left").isEmpty();
        assertThat(home.resolve("run/devicetrail.json")).doesNotExist();
    }

    @Test
    void aStopInTheMiddleOfTheStartLeavesNoProcess() throws Exception {
        UpProcess starting = UpProcess.start(home, Map.of());
        Awaitility.await("a child")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !starting.children().isEmpty());
        starting.terminate();
        assertThat(starting.awaitExit()).isNotZero();
        assertThat(starting.children()).isEmpty();
        assertThat(starting.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"devicetrail.postgres.port", "devicetrail.certificates.enrolment-port"})
    void aTakenPortIsOneLineWithTheSettingAndTheHolder(String setting) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            UpProcess refused = UpProcess.start(home, Map.of(setting, port));
            assertThat(refused.awaitExit()).isNotZero();
            assertThat(refused.err())
                    .contains(
                            "devicetrail: Port " + port,
                            setting,
                            "taken by process " + ProcessHandle.current().pid());
            assertThat(refused.children()).isEmpty();
        }
    }

    @Test
    void anOrdinaryUserCanStartItAndNeedsNoTemporaryFolder() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("only root can become another user")
                .isEqualTo("root");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path archive = folder.resolve("elasticsearch.zip");
        link(Path.of("target/parts/elasticsearch.zip").toAbsolutePath(), archive);
        String classPath = reachable(folder.resolve("lib"));
        Files.createDirectory(home);
        run("chown", "-R", "4711:4711", home.toString());
        Path closed = Files.createDirectory(folder.resolve("tmp"));

        UpProcess ordinary = UpProcess.start(
                List.of(
                        "setpriv",
                        "--reuid=4711",
                        "--regid=4711",
                        "--clear-groups",
                        "env",
                        "HOME=" + home,
                        "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + closed),
                classPath,
                home,
                Map.of(
                        "devicetrail.parts", home.resolve("parts").toString(),
                        "devicetrail.elasticsearch.archive", archive.toString()));
        JsonNode addresses = ordinary.awaitReady();
        assertThat(keepsakes.select(addresses, "select 'works'")).isEqualTo("works");
        new Staff(URI.create(addresses.get("http").asString() + "/graphql")).tenant("acme");
        assertThat(Keepsakes.graphql(addresses, "{ fleet(search: {tenant: \"acme\"}) { totalCount } }"))
                .as("a fleet of nothing is no fault")
                .isEqualTo("{\"data\":{\"fleet\":{\"totalCount\":0}}}");
        ordinary.terminate();
        ordinary.awaitExit();
        assertThat(ordinary.children()).isEmpty();
    }

    private static List<Long> alive(List<Long> pids) {
        return pids.stream()
                .filter(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent())
                .toList();
    }

    /** The class path where another user can read it: a local repository may lie in root's own folder. */
    private static String reachable(Path lib) throws IOException {
        Files.createDirectories(lib);
        StringBuilder classPath = new StringBuilder();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path target = lib.resolve(number++ + "-" + source.getFileName());
                if (Files.isDirectory(source)) {
                    FileSystemUtils.copyRecursively(source, target);
                } else {
                    link(source, target);
                }
                classPath.append(target).append(File.pathSeparator);
            }
        }
        return classPath.toString();
    }

    private static void link(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (IOException | UnsupportedOperationException otherFileSystem) {
            Files.copy(source, target);
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
