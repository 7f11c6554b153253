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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
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
    /** In a path: the device's id. */
    private static final String DEVICE = "{device}";

    @Option(names = "--directory", required = true, description = "What the devices must not forget, a folder each.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path directory;

    @Option(
            names = "--broker",
            required = true,
            description = "tcp://host:1883, or ssl://host:8883 with --cert and --key.")
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

    @Option(
            names = "--cert",
            description = "The device's certificate, then its authority's, in PEM; {device} in the path is its id.")
    private @Nullable String certificate;

    @Option(names = "--key", description = "Key of the certificate, PKCS #8 in PEM; {device} in the path is its id.")
    private @Nullable String key;

    @Option(names = "--ca", description = "Whose servers are believed, in PEM; else those that Java believes.")
    private @Nullable Path authorities;

    @Option(
            names = "--battery",
            description = "File with how full the battery is, in percent, such as"
                    + " /sys/class/power_supply/BAT0/capacity; {device} in the path is the device's id."
                    + " Without it there is none.")
    private @Nullable String battery;

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
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            requireCertificates();
            run(threads);
        } finally {
            stopped.countDown();
        }
        return CommandLine.ExitCode.OK;
    }

    /** A certificate speaks for one device. */
    private void requireCertificates() throws IOException {
        if ((certificate == null) != (key == null)) {
            throw new IOException("--cert and --key belong together");
        }
        if (devices.size() > 1 && certificate != null && !certificate.contains(DEVICE)) {
            throw new IOException("several devices have several certificates: write " + DEVICE + " into --cert");
        }
    }

    /** The devices end before their HTTP clients do: these would wait for what they are fetching. */
    private void run(ExecutorService threads) throws IOException, InterruptedException {
        List<HttpClient> clients = new ArrayList<>();
        List<ConnectedDevice> connected = new ArrayList<>();
        try {
            SSLContext shared =
                    certificate == null && authorities != null ? credentials("").tls() : null;
            if (certificate == null) {
                clients.add(client(threads, shared));
            }
            for (String each : devices) {
                connect(each, threads, shared, clients).ifPresent(connected::add);
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
            clients.forEach(HttpClient::close);
        }
    }

    private static HttpClient client(ExecutorService threads, @Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder().executor(threads);
        return (tls == null ? builder : builder.sslContext(tls)).build();
    }

    private Credentials credentials(String device) {
        return new Credentials(of(certificate, device), of(key, device), authorities);
    }

    private static @Nullable Path of(@Nullable String path, String device) {
        return path == null ? null : Path.of(path.replace(DEVICE, device));
    }

    private DeviceAgent.Surroundings around(HttpClient http, String device) {
        Path level = of(battery, device);
        return new DeviceAgent.Surroundings(
                DurableFiles.onDisk(),
                new HttpServerSide(http, updates, HttpServerSide.SILENCE),
                this::works,
                Clock.systemUTC(),
                this::wait,
                ImageDownload.FORCED_EACH,
                level == null ? Battery.NONE : Battery.in(level));
    }

    /** Empty for one whose folder is damaged, say: that is no reason for the others not to start. */
    private Optional<ConnectedDevice> connect(
            String device, ExecutorService threads, @Nullable SSLContext shared, List<HttpClient> clients) {
        try {
            SSLContext tls = shared;
            if (certificate != null) {
                tls = credentials(device).tls();
                clients.add(client(threads, tls)); // one's connections would be the other's
            }
            ConnectedDevice connected = made(device, around(clients.getLast(), device), tls);
            connected.start();
            return Optional.of(connected);
        } catch (IOException | RuntimeException damaged) {
            System.err.println("device-" + device + ": " + damaged);
            return Optional.empty();
        }
    }

    private ConnectedDevice made(String device, DeviceAgent.Surroundings around, @Nullable SSLContext tls)
            throws IOException {
        Path own = directory.resolve(device);
        DeviceAgent.make(
                own,
                around.files(),
                Files.readAllBytes(root),
                ("factory image " + firstVersion).getBytes(StandardCharsets.UTF_8),
                SoftwareVersion.of(firstVersion));
        var made = new DeviceAgent.Made(model, modelVersion, hardware);
        var link = new MqttLink(broker, device, tls == null ? null : tls.getSocketFactory());
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
