package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.SoftwareVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: one process, as many devices as it is given. Runs until SIGTERM. */
@Command(
        name = "update-agent",
        description = "Takes offers of updates over MQTT for one device or many, checks, installs and reports them.",
        mixinStandardHelpOptions = true,
        version = "update-agent 0.1.0",
        showDefaultValues = true)
public final class Main implements Callable<Integer> {

    @Option(names = "--directory", required = true, description = "What the devices must not forget, a folder each.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path directory;

    @Option(
            names = "--broker",
            required = true,
            description = "tcp://host:1883, or ssl://host:8883 with what Java trusts.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String broker;

    @Option(names = "--updates", required = true, description = "Address above metadata/ and targets/.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private URI updates;

    @Option(
            names = "--root",
            required = true,
            description = "1.root.json of the repository, from a channel that is trusted.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path root;

    @Option(names = "--tenant", required = true, description = "Tenant of the devices.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String tenant;

    @Option(names = "--device", required = true, arity = "1..*", description = "Ids of the devices.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<String> devices;

    @Option(names = "--model", required = true, description = "Id of their device model.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String model;

    @Option(names = "--model-version", description = "Version of the model that they go by.")
    private int modelVersion = 1;

    @Option(names = "--hardware", description = "Their hardware revision.")
    private String hardware = "A";

    @Option(names = "--first-version", description = "Version of the image that they are made with.")
    private String firstVersion = "1.0.0";

    @Option(names = "--failing-version", description = "A version whose self-test fails, to see it taken back.")
    private @Nullable String failingVersion;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            var server = new HttpServerSide(http, updates, HttpServerSide.SILENCE);
            var around = new DeviceAgent.Surroundings(
                    DurableFiles.onDisk(),
                    server,
                    this::works,
                    Clock.systemUTC(),
                    this::wait,
                    ImageDownload.FORCED_EACH);
            run(around);
        } finally {
            stopped.countDown();
        }
        return CommandLine.ExitCode.OK;
    }

    /** The devices end before their HTTP client does: it would wait for what they are fetching. */
    private void run(DeviceAgent.Surroundings around) throws IOException, InterruptedException {
        List<ConnectedDevice> connected = new ArrayList<>();
        try {
            for (String each : devices) {
                connect(each, around).ifPresent(connected::add);
            }
            if (connected.isEmpty()) {
                throw new IOException("no device could be started");
            }
            for (ConnectedDevice each : connected) {
                each.awaitReady();
            }
            System.out.println(connected.size() + " of " + devices.size() + " devices listen for offers");
            stop.await();
        } finally {
            connected.forEach(ConnectedDevice::stop);
            connected.forEach(ConnectedDevice::close);
        }
    }

    /** Empty for one whose folder is damaged, say: that is no reason for the others not to start. */
    private Optional<ConnectedDevice> connect(String device, DeviceAgent.Surroundings around) {
        try {
            ConnectedDevice connected = made(device, around);
            connected.start();
            return Optional.of(connected);
        } catch (IOException | RuntimeException damaged) {
            System.err.println("device-" + device + ": " + damaged);
            return Optional.empty();
        }
    }

    private ConnectedDevice made(String device, DeviceAgent.Surroundings around) throws IOException {
        Path own = directory.resolve(device);
        DeviceAgent.make(
                own,
                around.files(),
                Files.readAllBytes(root),
                ("factory image " + firstVersion).getBytes(StandardCharsets.UTF_8),
                SoftwareVersion.of(firstVersion));
        var made = new DeviceAgent.Made(model, modelVersion, hardware);
        var link = new MqttLink(broker, device, null);
        return new ConnectedDevice(tenant, device, own, made, around, link, ConnectedDevice.IDLE);
    }

    private boolean works(Path image, SoftwareVersion version) {
        return !version.text().equals(failingVersion);
    }

    private void wait(Duration time) throws InterruptedException {
        if (stop.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("stopping");
        }
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
