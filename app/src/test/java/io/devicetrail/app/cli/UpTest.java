package io.devicetrail.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** The application as a process of its own: what it leaves behind when it is stopped, killed or refused. */
@EnabledOnOs(OS.LINUX)
class UpTest {
    // The folder has mode 0700: as root, this is also the proof that the parts work where only root may enter.
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    private Path home;

    @BeforeEach
    void chooseHome() throws IOException {
        folder = folder.toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        home = folder.resolve("home");
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
        owner(addresses, "create table public.kept (line text)");
        owner(addresses, "insert into public.kept values ('acknowledged')");
        retain(addresses, "kept/here", "acknowledged");
        index(addresses);

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
        assertThat(select(now, "select line from public.kept")).isEqualTo("acknowledged");
        assertThat(retained(now, "kept/here")).isEqualTo("acknowledged");
        assertThat(http(now.get("elasticsearch").asString() + "/kept/_doc/1")).contains("acknowledged");

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

    @Test
    void aTakenPortIsOneLineWithTheSettingAndTheHolder() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            UpProcess refused = UpProcess.start(home, Map.of("devicetrail.postgres.port", port));
            assertThat(refused.awaitExit()).isNotZero();
            assertThat(refused.err())
                    .contains(
                            "devicetrail: Port " + port,
                            "devicetrail.postgres.port",
                            "taken by process " + ProcessHandle.current().pid());
            assertThat(refused.children()).isEmpty();
        }
    }

    @Test
    void anOrdinaryUserCanStartIt() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("only root can become another user")
                .isEqualTo("root");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path archive = folder.resolve("elasticsearch.zip");
        link(Path.of("target/parts/elasticsearch.zip").toAbsolutePath(), archive);
        String classPath = reachable(folder.resolve("lib"));
        Files.createDirectory(home);
        run("chown", "-R", "4711:4711", home.toString());

        UpProcess ordinary = UpProcess.start(
                List.of("setpriv", "--reuid=4711", "--regid=4711", "--clear-groups", "env", "HOME=" + home),
                classPath,
                home,
                Map.of(
                        "devicetrail.parts", home.resolve("parts").toString(),
                        "devicetrail.elasticsearch.archive", archive.toString()));
        JsonNode addresses = ordinary.awaitReady();
        assertThat(select(addresses, "select 'works'")).isEqualTo("works");
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

    private Connection connect(JsonNode addresses) throws Exception {
        String password = Files.readString(home.resolve("secrets/postgres-owner"));
        return DriverManager.getConnection(
                "jdbc:postgresql://" + addresses.get("postgres").asString() + "/devicetrail",
                "devicetrail_owner",
                password);
    }

    private void owner(JsonNode addresses, String sql) throws Exception {
        try (Connection connection = connect(addresses);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String select(JsonNode addresses, String sql) throws Exception {
        try (Connection connection = connect(addresses);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static MqttClient connected(JsonNode addresses, String name) throws Exception {
        MqttClient client = new MqttClient(addresses.get("mqtt").asString(), name, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setConnectionTimeout(10);
        client.connect(options);
        return client;
    }

    private static void retain(JsonNode addresses, String topic, String text) throws Exception {
        MqttClient client = connected(addresses, "writer");
        client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, true);
        client.disconnect();
        client.close();
    }

    private static String retained(JsonNode addresses, String topic) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        MqttClient client = connected(addresses, "reader");
        client.subscribe(
                new MqttSubscription[] {new MqttSubscription(topic, 1)},
                new IMqttMessageListener[] {(name, arrived) -> heard.add(text(arrived))});
        String message = heard.poll(10, TimeUnit.SECONDS);
        client.disconnect();
        client.close();
        return String.valueOf(message);
    }

    private static String text(MqttMessage message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    private static void index(JsonNode addresses) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = client.send(
                            HttpRequest.newBuilder(URI.create(
                                            addresses.get("elasticsearch").asString() + "/kept/_doc/1"))
                                    .header("Content-Type", "application/json")
                                    .PUT(BodyPublishers.ofString("{\"line\":\"acknowledged\"}"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(201);
        }
    }

    private static String http(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                    .body();
        }
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
