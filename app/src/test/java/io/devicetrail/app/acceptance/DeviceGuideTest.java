package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.devicetrail.pki.authority.Pem;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What docs/device-guide.md says, done as it stands there. */
class DeviceGuideTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Path DOCS = Path.of("..", "docs");

    private final Api api = Api.shared();
    private final EstClient est = new EstClient(api.instance());

    @TempDir
    Path folder;

    @Test
    void opensslCurlAndMosquittoAreADeviceAndNoOther() throws Exception {
        for (String tool : List.of("curl", "openssl", "mosquitto_pub")) {
            assumeTrue(has(tool), tool + " is not on this machine");
        }
        Plant plant = Plant.of(api, "guide-hand");
        String device = plant.registered("G-1");
        String script = Stream.of("enrolment.md", "device-guide.md")
                .flatMap(page -> BLOCK.matcher(text(DOCS.resolve(page))).results())
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n", "set -eu\n", ""));
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment()
                .putAll(Map.of(
                        "HTTP", api.instance().addresses().http(),
                        "EST", est.base("guide-hand"),
                        "TENANT", "guide-hand",
                        "PORT",
                                String.valueOf(
                                        URI.create(api.instance().addresses().mqtt())
                                                .getPort()),
                        "DEVICE", device,
                        "OTHER", plant.registered("G-2"),
                        "TOKEN", token(device)));
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).containsIgnoringCase("not authorized");
        awaitTemperature(device, 21.4);
    }

    /** Killed when it has carried out the command and said nothing yet: it does not do it again, and answers. */
    @Test
    void theExampleDeviceDoesWhatItIsToldOnce() throws Exception {
        Plant plant = Plant.of(api, "guide-example");
        String device = plant.registered("G-1");
        Files.writeString(folder.resolve("root.pem"), Pem.of(est.root()));
        Process first = start("guide-example", device, token(device));
        try {
            awaitTemperature(device, 21.5);
            awaitLifeCycle(device, "ENROLLED");
            plant.step("commissionDevice", device);
            String command = request(device, 1);
            awaitState(command, "SUCCEEDED");
            assertThat(Files.readAllLines(folder.resolve("carried-out"))).hasSize(1);
        } finally {
            first.destroyForcibly().waitFor();
        }
        // Told again by a broker that does not know it was heard: the answer was kept before it was given.
        String waiting = request(device, 2);
        Process second = start("guide-example", device, "no token any more");
        try {
            awaitState(waiting, "SUCCEEDED");
            assertThat(Files.readAllLines(folder.resolve("carried-out"))).hasSize(2);
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    private Process start(String tenant, String device, String token) throws IOException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("paho") || entry.contains("jackson"))
                .collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                classPath,
                DOCS.resolve("example-device/ExampleDevice.java").toString(),
                folder.toString(),
                est.base(tenant).replaceFirst("/\\.well-known.*", ""),
                api.instance().addresses().mqtt().replace("127.0.0.1", "localhost"),
                tenant,
                device);
        java.environment().put("TOKEN", token);
        return java.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/example-device.log")))
                .start();
    }

    private String request(String device, int seconds) {
        return api.done(
                        "requestCommand",
                        Map.of(
                                "device",
                                device,
                                "name",
                                "identify",
                                "arguments",
                                Map.of("seconds", seconds),
                                "reason",
                                Plant.REASON))
                .path("command")
                .path("commandId")
                .asString();
    }

    private void awaitState(String command, String state) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.ask("command", Map.of("id", command))
                                .path("state")
                                .asString())
                        .isEqualTo(state));
    }

    private void awaitLifeCycle(String device, String lifeCycle) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.ask("device", Map.of("id", device))
                                .path("lifeCycle")
                                .asString())
                        .isEqualTo(lifeCycle));
    }

    private void awaitTemperature(String device, double value) {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode latest = api.ask("device", Map.of("id", device)).path("latestTelemetry");
            assertThat(latest.path(0).path("value").asDouble()).isEqualTo(value);
        });
    }

    private String token(String device) {
        return api.done(
                        "allowDeviceEnrolment",
                        Plant.with(
                                Plant.because(device),
                                Map.of(
                                        "until",
                                        Instant.now().plus(Duration.ofHours(1)).toString())))
                .path("token")
                .asString();
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    private static boolean has(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }
}
