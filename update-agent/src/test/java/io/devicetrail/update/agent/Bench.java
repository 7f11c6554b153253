package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.Digest;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.TestRepository;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A repository, its server and one device, as tests need them. */
final class Bench implements AutoCloseable {
    static final byte[] OLD = "the image of 2.0.3".getBytes(StandardCharsets.UTF_8);
    static final String OLD_VERSION = "2.0.3";
    static final String PATH = "hc2a/2.1.0.bin";
    static final UUID ROLLOUT = new UUID(1, 2);
    static final DeviceAgent.Made MADE = new DeviceAgent.Made("hc2a", 2, "B");
    private static final int LENGTH = 300_000;

    final byte[] image;
    final TestRepository repository = new TestRepository();
    final ImageServer server;
    final Target target;
    final List<Report> reports = new CopyOnWriteArrayList<>();
    final HttpClient http = HttpClient.newHttpClient();
    volatile boolean platformAway;
    volatile SelfTest selfTest = (file, version) -> true;
    Duration silence = HttpServerSide.SILENCE;

    Bench() throws IOException {
        this(LENGTH);
    }

    /** Of the devices, in percent. */
    OptionalInt battery = OptionalInt.empty();

    Bench(int length) throws IOException {
        this(length, null);
    }

    /** @param tls of a server that asks devices for certificates; null for one without TLS */
    Bench(int length, @Nullable SSLContext tls) throws IOException {
        server = new ImageServer(repository, tls);
        image = new byte[length];
        new Random(7).nextBytes(image);
        target = TestRepository.target(PATH, "2.1.0", image);
        repository.publish(target);
        server.serve(target, image);
    }

    void make(Path device) throws IOException {
        DeviceAgent.make(
                device, DurableFiles.onDisk(), repository.file("1.root.json"), OLD, SoftwareVersion.of(OLD_VERSION));
    }

    DeviceAgent agent(Path device, DurableFiles files) throws IOException {
        return new DeviceAgent(
                device,
                MADE,
                new DeviceAgent.Surroundings(
                        files,
                        new HttpServerSide(http, server.address(), silence),
                        (file, version) -> selfTest.passes(file, version),
                        repository.clock,
                        time -> {},
                        image.length / 3,
                        () -> battery),
                this::take);
    }

    /** Made and started. */
    DeviceAgent device(Path folder) throws IOException {
        make(folder);
        DeviceAgent agent = agent(folder, DurableFiles.onDisk());
        agent.start();
        return agent;
    }

    private void take(Report report) throws IOException {
        if (platformAway) {
            throw new IOException("the broker is away");
        }
        reports.add(report);
    }

    Report last() {
        return reports.getLast();
    }

    byte[] offer() {
        return offer(1, "");
    }

    /** @param more further fields, each with a comma before it */
    byte[] offer(int attempt, String more) {
        return offer(target, attempt, more);
    }

    static byte[] offer(Target target, int attempt, String more) {
        return """
                {"rollout":"%s","attempt":%d,"release":{"name":"%s","version":"%s"},"target":"%s","sha256":"%s","size":%d%s}""".formatted(
                        ROLLOUT,
                        attempt,
                        target.suits().releaseName(),
                        target.suits().releaseVersion().text(),
                        target.path(),
                        target.sha256(),
                        target.length(),
                        more)
                .getBytes(StandardCharsets.UTF_8);
    }

    String oldSha256() {
        return Digest.sha256(OLD);
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }
}
