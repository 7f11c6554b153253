package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** Mosquitto as a process, with nothing on disk: what is killed has forgotten every session. */
final class TestBroker implements AutoCloseable {
    private static final List<String> PLACES =
            List.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final String program;
    private final int port;
    private final @Nullable TestCertificates certificates;
    /** Where devices connect: with certificates, or where the platform does. */
    private final int devices;

    private @Nullable Process process;

    private TestBroker(Path folder, String program, @Nullable TestCertificates certificates) throws IOException {
        this.folder = folder;
        this.program = program;
        this.certificates = certificates;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket another = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            devices = certificates == null ? port : another.getLocalPort();
        }
    }

    static TestBroker start(Path folder) throws IOException {
        return start(folder, null);
    }

    /** @param certificates null for a broker that asks devices for none */
    static TestBroker start(Path folder, @Nullable TestCertificates certificates) throws IOException {
        Optional<String> program = PLACES.stream()
                .filter(each -> Files.isExecutable(Path.of(each)))
                .findFirst();
        assumeTrue(program.isPresent(), "skipped: no mosquitto is installed, and this needs a real broker");
        TestBroker broker = new TestBroker(folder, program.orElseThrow(), certificates);
        broker.start();
        return broker;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Of the listener that asks for certificates, where there is one. */
    String deviceUrl() {
        return (certificates == null ? "tcp" : "ssl") + "://127.0.0.1:" + devices;
    }

    void start() throws IOException {
        String demanding = certificates == null
                ? ""
                : "listener " + devices + " 127.0.0.1\nrequire_certificate true\ncafile " + certificates.authority()
                        + "\ncertfile " + certificates.certificate("server") + "\nkeyfile " + certificates.key("server")
                        + "\n";
        Path configuration = Files.writeString(
                folder.resolve("mosquitto.conf"),
                "user root\npersistence false\nallow_anonymous true\nlistener " + port + " 127.0.0.1\n" + demanding);
        process = new ProcessBuilder(program, "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        await().atMost(PATIENCE).until(this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            assertThat(running.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    /** Nobody keeps it for who does not listen: it is not retained. */
    void publish(String topic, byte[] payload) throws MqttException {
        MqttClient client = new MqttClient(url(), "platform", new MemoryPersistence());
        client.connect();
        client.publish(topic, payload, 1, false);
        client.disconnect();
        client.close();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
