package io.devicetrail.app.embedded;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import io.devicetrail.app.broker.BrokerCertificates;
import io.devicetrail.app.broker.BrokerGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.NativeLibraryLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT broker, HiveMQ CE in this JVM, with sessions, retained messages and queues on disk. It reports nothing to
 * its maker.
 */
public final class BrokerPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerPart.class);
    static final String VERSION = "HiveMQ CE 2025.5";
    private static final Duration STOP = Duration.ofSeconds(20);

    /**
     * Messages that it hands to one client before it waits for acknowledgements; a client may say that it takes fewer. Its
     * own 50 are all that the ingress gets between two commits: HiveMQ CE wakes a client that shares a subscription when the
     * queue was empty or when the client has acknowledged everything, so under load one connection may hear alone while the
     * others are left asleep.
     */
    private static final int UNDER_WAY = 500;

    /**
     * Connections of the ingress that share the telemetry. HiveMQ CE looks for each acknowledged message from the oldest one on
     * that is under way; with four, as many are before it as the other three were given and have not acknowledged, and
     * while it looks it hands out nothing (ADR 0012).
     */
    static final int CLIENTS = 1;

    /**
     * Writers of the ingress. Two acknowledge in another order than they were given, and HiveMQ CE looks for each message
     * from the oldest one on that is under way (ADR 0012).
     */
    static final int WRITERS = 1;

    private final Path folder;
    private final String host;
    private final BrokerPorts ports;
    private final BrokerGuard guard;
    private final Duration limit;
    private volatile @Nullable EmbeddedHiveMQ broker;

    private BrokerPart(Path folder, BrokerPorts ports, BrokerCertificates certificates, Duration limit) {
        this.folder = folder;
        this.host = ports.bindAddress().equals("0.0.0.0") ? "127.0.0.1" : ports.bindAddress();
        this.ports = ports;
        this.guard = new BrokerGuard(certificates);
        this.limit = limit;
    }

    static BrokerPart start(
            Home home, BrokerPorts ports, BrokerCertificates certificates, Duration limit, Progress progress) {
        progress.waiting("MQTT broker", "starting");
        Path folder = home.privateFolder("broker");
        loadLibrary(folder);
        InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = UNDER_WAY;
        configure(folder, ports, certificates);
        BrokerPart part = new BrokerPart(folder, ports, certificates, limit);
        part.startAgain();
        return part;
    }

    /** Decides who may connect. */
    public BrokerGuard guard() {
        return guard;
    }

    /** Where whoever is on this machine may connect without showing who they are; null unless a setting opens it. */
    public @Nullable String plainAddress() {
        Integer plain = ports.plain();
        return plain == null ? null : "tcp://" + host + ":" + plain;
    }

    /**
     * Unpacks the library of its store beside it, and not where the system keeps temporary files: there it may be forbidden
     * to write or to run what was written, and each kill would leave one more behind.
     */
    private static void loadLibrary(Path folder) {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } catch (IOException | RuntimeException | UnsatisfiedLinkError forbidden) {
            throw new StartFailure(
                    "The MQTT broker's library cannot be loaded from " + folder + ": " + forbidden.getMessage(),
                    "Put the home on a disk that this user may write to and run programs from (no noexec)",
                    forbidden);
        }
    }

    /** Starts the broker after {@link #close()}, with the sessions and queues it had. */
    public void startAgain() {
        mendFiles();
        BrokerNumbers.Given given = BrokerNumbers.Given.now();
        EmbeddedHiveMQ starting = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(folder.resolve("config"))
                .withDataFolder(folder.resolve("data"))
                .withExtensionsFolder(folder.resolve("extensions"))
                .withoutLoggingBootstrap()
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("devicetrail-guard")
                        .withName("Devicetrail guard")
                        .withVersion("1")
                        .withAuthor("Devicetrail")
                        .withPriority(0)
                        .withStartPriority(1000)
                        .withExtensionMain(guard)
                        .build())
                .build();
        try {
            starting.start().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            given.goOn();
            if (!Ports.reachable(host, ports.tls(), 2000)) {
                throw new StartFailure(
                        "The MQTT broker started, but nothing answers on " + host + ":" + ports.tls(),
                        "See the logs folder");
            }
            broker = starting;
        } catch (TimeoutException tooSlow) {
            stop(starting);
            throw new StartFailure(
                    "The MQTT broker was not ready after " + limit.toSeconds() + " s",
                    "See the logs folder, or allow more with devicetrail.start-timeout",
                    tooSlow);
        } catch (ExecutionException failed) {
            throw new StartFailure("The MQTT broker did not start: " + root(failed), "See the logs folder", failed);
        } catch (InterruptedException stop) {
            stop(starting);
            throw new StartFailure("The start was interrupted", "Start again", stop);
        }
    }

    private void mendFiles() {
        try {
            // First what a broker that still runs has locked.
            BrokerNumbers.beginRun(folder.resolve("data"));
            int released = BrokerQueues.release(folder.resolve("data"));
            if (released > 0) {
                LOG.info("{} messages were under way when the broker ended", released);
            }
        } catch (IOException | RuntimeException unreadable) {
            throw new StartFailure(
                    "The messages of the MQTT broker cannot be read: " + unreadable.getMessage(),
                    "See the broker folder of the home; moving it away loses what devices sent and was not stored yet",
                    unreadable);
        }
    }

    private static void configure(Path folder, BrokerPorts ports, BrokerCertificates certificates) {
        try {
            for (String each : new String[] {"config", "data", "extensions"}) {
                Files.createDirectories(folder.resolve(each));
            }
            // Packets of 256 MB and sessions without an end, which it comes with, would let one device fill memory and
            // disk:
            // a message is a megabyte at most, and who is away for a week begins anew.
            // The receive maximum of 10 it comes with makes clients that ignore it lose their connection.
            Files.writeString(folder.resolve("config/config.xml"), """
                    <?xml version="1.0"?>
                    <!-- Written at every start. -->
                    <hivemq>
                        <listeners>
                            <tls-tcp-listener>
                                <port>%d</port>
                                <bind-address>%s</bind-address>
                                <tls>
                                    <protocols>
                                        <protocol>TLSv1.3</protocol>
                                        <protocol>TLSv1.2</protocol>
                                    </protocols>
                                    <keystore>
                                        <path>%s</path>
                                        <password>%s</password>
                                        <private-key-password>%s</private-key-password>
                                    </keystore>
                                    <client-authentication-mode>REQUIRED</client-authentication-mode>
                                    <truststore>
                                        <path>%s</path>
                                        <password>%s</password>
                                    </truststore>
                                </tls>
                            </tls-tcp-listener>
                            %s
                        </listeners>
                        <mqtt>
                            <queued-messages>
                                <max-queue-size>100000</max-queue-size>
                                <strategy>discard</strategy>
                            </queued-messages>
                            <packets>
                                <max-packet-size>1048576</max-packet-size>
                            </packets>
                            <session-expiry>
                                <max-interval>604800</max-interval>
                            </session-expiry>
                            <receive-maximum>
                                <server-receive-maximum>1000</server-receive-maximum>
                            </receive-maximum>
                        </mqtt>
                        <persistence>
                            <mode>file</mode>
                        </persistence>
                        <anonymous-usage-statistics>
                            <enabled>false</enabled>
                        </anonymous-usage-statistics>
                    </hivemq>
                    """.formatted(
                            ports.tls(),
                            ports.bindAddress(),
                            certificates.keystore(),
                            certificates.password(),
                            certificates.password(),
                            certificates.truststore(),
                            certificates.password(),
                            ports.plain() == null ? "" : """
                            <tcp-listener>
                                <port>%d</port>
                                <bind-address>%s</bind-address>
                            </tcp-listener>""".formatted(ports.plain(), ports.bindAddress())));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static String root(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getClass().getSimpleName() + " " + at.getMessage();
    }

    private static void stop(EmbeddedHiveMQ broker) {
        try {
            broker.stop().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException remains) {
            LOG.warn("The MQTT broker did not stop in order", remains);
        }
    }

    @Override
    public String name() {
        return "MQTT broker";
    }

    @Override
    public String address() {
        return "ssl://" + host + ":" + ports.tls();
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void close() {
        EmbeddedHiveMQ running = broker;
        broker = null;
        if (running != null) {
            stop(running);
        }
    }
}
