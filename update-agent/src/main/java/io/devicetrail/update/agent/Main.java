package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.UpdateRefused;
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

    @Option(
            names = "--updates",
            required = true,
            description = "Address above metadata/ and targets/, with a slash at its end.")
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
        List<ConnectedDevice> connected = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var server = new HttpServerSide(http, updates, HttpServerSide.SILENCE);
            var around = new DeviceAgent.Surroundings(
                    DurableFiles.onDisk(),
                    server,
                    this::works,
                    Clock.systemUTC(),
                    this::wait,
                    ImageDownload.FORCED_EACH);
            for (String each : devices) {
                connected.add(connect(each, around));
            }
            System.out.println(connected.size() + " devices listen for offers");
            stop.await();
        } catch (UpdateRefused unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        } finally {
            connected.forEach(ConnectedDevice::close);
            stopped.countDown();
        }
        return CommandLine.ExitCode.OK;
    }

    private ConnectedDevice connect(String device, DeviceAgent.Surroundings around)
            throws IOException, InterruptedException {
        Path own = directory.resolve(device);
        DeviceAgent.make(
                own,
                around.files(),
                Files.readAllBytes(root),
                ("factory image " + firstVersion).getBytes(StandardCharsets.UTF_8),
                SoftwareVersion.of(firstVersion));
        var made = new DeviceAgent.Made(model, modelVersion, hardware);
        var connected = new ConnectedDevice(tenant, device, own, made, around, new MqttLink(broker, device, null));
        connected.start();
        connected.awaitReady();
        return connected;
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
